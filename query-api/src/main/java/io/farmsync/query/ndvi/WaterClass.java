package io.farmsync.query.ndvi;

import java.util.Locale;

/** What a mean NDWI says of the ground (contract 13.5). */
public enum WaterClass {
  OPEN_WATER,
  WET_SOIL,
  DRY_SOIL,
  VEGETATION_DOMINATED;

  public static WaterClass of(double ndwi) {
    if (ndwi >= 0.20) {
      return OPEN_WATER;
    }
    if (ndwi >= 0) {
      return WET_SOIL;
    }
    return ndwi >= -0.30 ? DRY_SOIL : VEGETATION_DOMINATED;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

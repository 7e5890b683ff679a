package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;

/**
 * Normalised difference moisture index: water in leaves absorbs short-wave infrared (Gao 1996,
 * Sentinel-2 bands 8 and 11).
 */
record Ndmi() implements SpectralIndex {
  @Override
  public String name() {
    return "ndmi";
  }

  @Override
  public Band plus() {
    return Band.NIR;
  }

  @Override
  public Band minus() {
    return Band.SWIR16;
  }
}

package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;
import java.util.List;

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

  @Override
  public Palette palette() {
    return Palette.BROWN_WHITE_TEAL;
  }

  @Override
  public List<ValueClass> classes() {
    return List.of(
        new ValueClass("high_moisture", 0.20),
        new ValueClass("adequate", -0.10),
        new ValueClass("moisture_stress", -1));
  }
}

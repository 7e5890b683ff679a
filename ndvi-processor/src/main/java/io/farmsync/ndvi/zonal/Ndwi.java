package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;
import java.util.List;

/**
 * Normalised difference water index: open water reflects green and absorbs near infrared (McFeeters
 * 1996).
 */
record Ndwi() implements SpectralIndex {
  @Override
  public String name() {
    return "ndwi";
  }

  @Override
  public Band plus() {
    return Band.GREEN;
  }

  @Override
  public Band minus() {
    return Band.NIR;
  }

  @Override
  public Palette palette() {
    return Palette.BROWN_WHITE_TEAL;
  }

  @Override
  public List<ValueClass> classes() {
    return List.of(
        new ValueClass("open_water", 0.20),
        new ValueClass("wet_soil", 0),
        new ValueClass("dry_soil", -0.30),
        new ValueClass("vegetation_dominated", -1));
  }
}

package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;
import java.util.OptionalDouble;

/**
 * Normalised difference vegetation index: green leaves reflect near infrared and absorb red (Rouse
 * et al. 1974).
 */
record Ndvi() implements SpectralIndex {
  @Override
  public String name() {
    return "ndvi";
  }

  @Override
  public Band plus() {
    return Band.NIR;
  }

  @Override
  public Band minus() {
    return Band.RED;
  }

  @Override
  public Palette palette() {
    return Palette.RED_YELLOW_GREEN;
  }

  /** Contract 13.6. */
  @Override
  public OptionalDouble coveredAbove() {
    return OptionalDouble.of(0.3);
  }
}

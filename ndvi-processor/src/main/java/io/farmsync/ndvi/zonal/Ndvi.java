package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;

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
}

package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;

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
}

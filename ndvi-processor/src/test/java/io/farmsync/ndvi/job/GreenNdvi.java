package io.farmsync.ndvi.job;

import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.zonal.Palette;
import io.farmsync.ndvi.zonal.SpectralIndex;
import java.util.OptionalDouble;

/** An index that is not ours: all that one more costs is this file and its name in the list. */
record GreenNdvi() implements SpectralIndex {
  @Override
  public String name() {
    return "gndvi";
  }

  @Override
  public Band plus() {
    return Band.NIR;
  }

  @Override
  public Band minus() {
    return Band.GREEN;
  }

  @Override
  public Palette palette() {
    return Palette.RED_YELLOW_GREEN;
  }

  @Override
  public OptionalDouble coveredAbove() {
    return OptionalDouble.of(0.4);
  }
}

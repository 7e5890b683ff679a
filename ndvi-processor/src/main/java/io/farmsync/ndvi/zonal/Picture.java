package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.zonal.Observation.SceneUse;
import java.util.List;
import org.locationtech.jts.geom.Envelope;

/**
 * An index over a field as an image in equal steps of longitude and latitude, north up.
 *
 * @param png square, transparent where nothing is known or masked, and outside the field
 * @param bounds WGS 84, longitude as x: what the image's edges show
 * @param low index in the palette's first colour
 * @param high index in the palette's last colour
 * @param validFraction share of the field's pixels that are painted
 * @param uses the scenes that gave pixels, best first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Picture(
    byte[] png,
    Envelope bounds,
    double low,
    double high,
    double validFraction,
    List<SceneUse> uses) {
  public Picture {
    uses = List.copyOf(uses);
  }

  /** Which values the palette is stretched over. */
  public enum Stretch {
    /** The image's least and greatest; as {@link #FIXED} if they are the same. */
    HISTOGRAM,
    /** -1 to 1. */
    FIXED
  }
}

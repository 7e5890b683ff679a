package io.farmsync.ndvi.zonal;

import java.util.OptionalDouble;

/**
 * How much of a field shows what, in pixels: sums of covered shares under the area rule, plain
 * counts under the centre rule.
 *
 * @param total of the field, on the grid continued beyond the raster
 * @param inside of these, within a raster
 * @param data of these, with data in both bands of the index
 * @param valid of these, left by the mask and with an index value
 * @param covered of the valid ones, those that plants cover; empty where the index cannot tell
 * @param cloud with data, class 8, 9 or 10
 * @param shadow with data, class 3
 * @param water with data, class 6
 * @param snow with data, class 11
 * @param saturated with data, class 1
 * @param degenerate with data, whose two reflectances do not sum to more than 0
 * @param samples valid pixels that the field touches, each counted once
 */
public record PixelCounts(
    double total,
    double inside,
    double data,
    double valid,
    OptionalDouble covered,
    double cloud,
    double shadow,
    double water,
    double snow,
    double saturated,
    double degenerate,
    long samples) {
  /** Share of the whole field that has a value. */
  public OptionalDouble validFraction() {
    return share(valid, total);
  }

  /** Share of what has a value that plants cover. */
  public OptionalDouble coveredFraction() {
    return covered.isPresent() ? share(covered.getAsDouble(), valid) : OptionalDouble.empty();
  }

  /** Share of the whole field that has data, cloudy or not. */
  public OptionalDouble coverage() {
    return share(data, total);
  }

  /** Share of the field's data, as all following fractions. */
  public OptionalDouble cloudFraction() {
    return share(cloud, data);
  }

  public OptionalDouble shadowFraction() {
    return share(shadow, data);
  }

  public OptionalDouble waterFraction() {
    return share(water, data);
  }

  public OptionalDouble snowFraction() {
    return share(snow, data);
  }

  private static OptionalDouble share(double part, double whole) {
    // Sums of many shares: the parts of a whole may add up to a rounding more than it.
    return whole > 0 ? OptionalDouble.of(Math.min(1, part / whole)) : OptionalDouble.empty();
  }
}

package io.farmsync.query.ndvi;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far to trust a value, 0 to 1: 0.30 source + 0.25 cloud + 0.25 valid + 0.10 recency + 0.10
 * temporal (HTTP contract, 13.3).
 */
final class Confidence {

  /** Values before it that make a context. */
  static final int CONTEXT = 3;

  /** What a value without that context is worth at most. */
  static final double WITHOUT_CONTEXT = 0.49;

  private static final double UNKNOWN = 0.5;
  private static final double RECENT_DAYS = 14;
  private static final double USUAL_CHANGE = 0.20;

  private Confidence() {}

  /**
   * Before caps.
   *
   * @param value index value
   * @param median of the values before it; empty where there are none
   */
  static double of(
      String source,
      @Nullable Double cloudFraction,
      @Nullable Double validPixelFraction,
      LocalDate acquired,
      LocalDate bucket,
      double value,
      OptionalDouble median) {
    double age = Math.max(0, ChronoUnit.DAYS.between(acquired, bucket));
    double recency = Math.max(0, 1 - age / RECENT_DAYS);
    double temporal =
        median.isEmpty()
            ? UNKNOWN
            : Math.max(0, 1 - Math.abs(value - median.getAsDouble()) / USUAL_CHANGE);
    double sum =
        0.30 * ofSource(source)
            + 0.25 * (cloudFraction == null ? UNKNOWN : 1 - cloudFraction)
            + 0.25 * (validPixelFraction == null ? UNKNOWN : validPixelFraction)
            + 0.10 * recency
            + 0.10 * temporal;
    return Math.clamp(sum, 0, 1);
  }

  static boolean isSentinel2(String source) {
    return ofSource(source) == 1;
  }

  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  private static double ofSource(String source) {
    return switch (source) {
      case "sentinel-2", "sentinelhub", "stac" -> 1.00;
      case "landsat" -> 0.80;
      default -> 0.60;
    };
  }
}

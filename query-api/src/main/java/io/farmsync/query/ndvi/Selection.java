package io.farmsync.query.ndvi;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a raw value is taken, by the rules of the HTTP contract, 13.3.
 *
 * @param leastValid share of valid pixels below which there is no value
 * @param leastConfidence likewise
 * @param outlierDistance from the median of the values before it
 * @param outlierConfidence an outlier of less is not taken, if its share of valid pixels is known
 *     and below {@code outlierValid}
 * @param contextOfOthers values before it that sources other than Sentinel-2 need
 */
record Selection(
    double leastValid,
    double leastConfidence,
    double outlierDistance,
    double outlierConfidence,
    double outlierValid,
    int contextOfOthers) {

  /** How many values before one are looked at. */
  static final int LOOK_BACK = 5;

  static Selection of(SpectralIndex index) {
    return switch (index) {
      case NDVI -> new Selection(0.30, 0.50, 0.15, 0.75, 0.70, 3);
      case NDWI -> new Selection(0.25, 0.45, 0.25, 0.70, 0.60, 4);
      case NDMI -> new Selection(0.25, 0.45, 0.20, 0.70, 0.25, 3);
    };
  }

  /**
   * A value as it was measured.
   *
   * @param acquired null if unknown
   */
  record Raw(
      @Nullable Double value,
      @Nullable LocalDate acquired,
      LocalDate bucket,
      @Nullable Double cloudFraction,
      @Nullable Double validPixelFraction,
      String source,
      List<String> flags) {}

  /**
   * Applies the rules in their order.
   *
   * @param earlier the values taken before it, of the same farm, engine and index; the last five
   *     count
   */
  Derived derive(SpectralIndex index, Raw raw, List<Double> earlier) {
    List<Double> context = earlier.subList(Math.max(0, earlier.size() - LOOK_BACK), earlier.size());
    OptionalDouble median = Confidence.median(context);
    Set<String> flags = new LinkedHashSet<>(raw.flags());
    double uncapped =
        index == SpectralIndex.NDMI ? moisture(raw, median, flags) : plain(raw, median);
    boolean shortContext = context.size() < Confidence.CONTEXT;
    double confidence = shortContext ? Math.min(uncapped, Confidence.WITHOUT_CONTEXT) : uncapped;
    if (confidence < leastConfidence) {
      flags.add("low_confidence");
    }
    Optional<String> nullReason = nullReason(raw, context.size(), uncapped, confidence, median);
    nullReason.ifPresent(flags::add);
    Double selected = nullReason.isPresent() ? null : raw.value();
    return new Derived(
        selected,
        selected == null ? null : smoothed(selected, context),
        confidence,
        raw.source(),
        List.copyOf(flags),
        nullReason);
  }

  private static double plain(Raw raw, OptionalDouble median) {
    return raw.value() == null || raw.acquired() == null
        ? 0
        : Confidence.of(
            raw.source(),
            raw.cloudFraction(),
            raw.validPixelFraction(),
            raw.acquired(),
            raw.bucket(),
            raw.value(),
            median);
  }

  /** Short-wave infrared is noisy at the ends of its range and bright at the edges of clouds. */
  private static double moisture(Raw raw, OptionalDouble median, Set<String> flags) {
    double confidence = plain(raw, median);
    if (raw.value() == null) {
      return confidence;
    }
    double value = raw.value();
    if (Math.abs(value) > 0.9) {
      flags.add("swir_noise");
      confidence = Math.min(confidence, 0.30);
    }
    Double cloud = raw.cloudFraction();
    Double valid = raw.validPixelFraction();
    if (cloud != null
        && cloud >= 0.05
        && cloud <= 0.40
        && valid != null
        && valid < 0.60
        && value > 0.6) {
      flags.add("cloud_shadow");
      confidence = Math.min(confidence, 0.50);
    }
    if (Math.abs(value) > 0.95) {
      flags.add("invalid_moisture_range");
      confidence = 0;
    }
    return confidence;
  }

  private Optional<String> nullReason(
      Raw raw, int context, double uncapped, double confidence, OptionalDouble median) {
    boolean sentinel2 = Confidence.isSentinel2(raw.source());
    // The cap of a short context alone keeps no Sentinel-2 value out: a series could never begin.
    double judged = sentinel2 ? Math.max(confidence, uncapped) : confidence;
    Double valid = raw.validPixelFraction();
    return Stream.of(
            when(valid != null && valid < leastValid, "low_valid_pixel_fraction"),
            when(
                raw.value() != null && raw.acquired() != null && judged < leastConfidence,
                "low_confidence"),
            when(raw.value() == null, "missing_ndvi_value"),
            when(raw.acquired() == null, "missing_acquisition_time"),
            when(!sentinel2 && context < contextOfOthers, "insufficient_rolling_context"),
            when(isOutlier(raw, confidence, median), "outlier_rejected"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private boolean isOutlier(Raw raw, double confidence, OptionalDouble median) {
    Double value = raw.value();
    Double valid = raw.validPixelFraction();
    return value != null
        && median.isPresent()
        && Math.abs(value - median.getAsDouble()) >= outlierDistance
        && confidence < outlierConfidence
        && valid != null
        && valid < outlierValid;
  }

  private static @Nullable Double smoothed(double selected, List<Double> context) {
    if (context.size() + 1 < Confidence.CONTEXT) {
      return null;
    }
    var all = new ArrayList<>(context);
    all.add(selected);
    return Confidence.median(all).getAsDouble();
  }

  private static Optional<String> when(boolean applies, String reason) {
    return applies ? Optional.of(reason) : Optional.empty();
  }
}

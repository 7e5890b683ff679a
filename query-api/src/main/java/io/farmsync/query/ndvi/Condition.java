package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviResult.Quality.State;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a farm does, from the final observations of the last weeks (HTTP contract, 13.6). Numbers are
 * null where there is nothing to compute them from.
 *
 * @param max greatest value of any pixel for NDVI, greatest mean for the others
 * @param min least mean
 * @param coveragePct percent of what was seen on the newest day that plants cover; null where the
 *     index does not tell
 * @param trend slope of the least-squares line through the means, per day
 */
public record Condition(
    @Nullable Double mean,
    @Nullable Double max,
    @Nullable Double min,
    @Nullable Double coveragePct,
    @Nullable Double trend,
    Kind kind) {

  /** What callers are told; each has its texts. */
  public enum Kind {
    ESTABLISHMENT(
        "The crop is young: little cover, with green patches.",
        "Check emergence and keep the soil moist."),
    FULL_CANOPY("Dense, green cover.", "Nothing urgent; keep watching."),
    DECLINE("Greenness falls.", "Look for ripening, drought, pests or disease in the field."),
    GROWTH("Greenness holds or rises.", "Go on as planned."),
    DRY("Little water in leaves and soil.", "Irrigate if you can, and check for drought stress."),
    MOIST("Enough water.", "Nothing urgent; keep watching."),
    SATURATED("Very wet.", "Hold back irrigation and check drainage."),
    WATER("Open water on much of the field.", "Check for flooding before entering the field."),
    DECLINING("Moisture falls.", "Plan irrigation if no rain is coming."),
    UNKNOWN("No clear observation in the last weeks.", "Wait for a clear day, or order a refresh.");

    private final String interpretation;
    private final String action;

    Kind(String interpretation, String action) {
      this.interpretation = interpretation;
      this.action = action;
    }

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String interpretation() {
      return interpretation;
    }

    public String action() {
      return action;
    }
  }

  /** What the vegetation of a farm can be said to be. */
  public static final List<Kind> OF_VEGETATION =
      List.of(Kind.ESTABLISHMENT, Kind.FULL_CANOPY, Kind.DECLINE, Kind.GROWTH, Kind.UNKNOWN);

  private static final double MOISTURE_LOSS_PER_WEEK = -0.01;
  private static final int DAYS_OF_WEEK = 7;

  /**
   * Computes the state.
   *
   * @param maxCloud percent of the field
   * @param observations of one series, ascending by day, of the days that count
   */
  public static Condition of(SpectralIndex index, int maxCloud, List<Observation> observations) {
    List<Observation> counted = observations.stream().filter(one -> counts(one, maxCloud)).toList();
    OptionalDouble mean = counted.stream().mapToDouble(Condition::meanOf).average();
    if (mean.isEmpty()) {
      return new Condition(null, null, null, null, null, Kind.UNKNOWN);
    }
    ToDoubleFunction<Observation> highest =
        index == SpectralIndex.NDVI ? Condition::maxOf : Condition::meanOf;
    double max = counted.stream().mapToDouble(highest).max().orElseThrow();
    double min = counted.stream().mapToDouble(Condition::meanOf).min().orElseThrow();
    Double trend = trend(counted);
    double average = mean.getAsDouble();
    Kind kind =
        switch (index) {
          case NDVI -> vegetation(average, max, trend);
          case NDWI -> moisture(average, trend, 0.3, 0.15, -0.15);
          case NDMI -> moisture(average, trend, 0.3, 0.2, -0.2);
        };
    return new Condition(average, max, min, coverage(counted.getLast()), trend, kind);
  }

  /** Whether an observation says something of its farm's state. */
  static boolean counts(Observation one, int maxCloud) {
    return one.state() == State.FINAL && one.isShown(maxCloud);
  }

  private static Kind vegetation(double mean, double max, @Nullable Double trend) {
    if (mean < 0.25 && max > 0.4) {
      return Kind.ESTABLISHMENT;
    }
    if (mean > 0.4) {
      return Kind.FULL_CANOPY;
    }
    return trend != null && trend < 0 ? Kind.DECLINE : Kind.GROWTH;
  }

  private static Kind moisture(
      double mean, @Nullable Double trend, double water, double saturated, double dry) {
    if (mean > water) {
      return Kind.WATER;
    }
    if (mean > saturated) {
      return Kind.SATURATED;
    }
    if (mean < dry) {
      return Kind.DRY;
    }
    return trend != null && trend * DAYS_OF_WEEK < MOISTURE_LOSS_PER_WEEK
        ? Kind.DECLINING
        : Kind.MOIST;
  }

  private static @Nullable Double trend(List<Observation> observations) {
    if (observations.size() < 2) {
      return null;
    }
    LocalDate first = observations.getFirst().date();
    double meanDay = 0;
    double meanValue = 0;
    for (Observation one : observations) {
      meanDay += daysAfter(first, one) / observations.size();
      meanValue += meanOf(one) / observations.size();
    }
    double covariance = 0;
    double variance = 0;
    for (Observation one : observations) {
      double day = daysAfter(first, one) - meanDay;
      covariance += day * (meanOf(one) - meanValue);
      variance += day * day;
    }
    return covariance / variance; // days differ, so it is not 0
  }

  private static @Nullable Double coverage(Observation newest) {
    Double covered = newest.statistics().coveredFraction();
    return covered == null ? null : 100 * covered;
  }

  private static double daysAfter(LocalDate first, Observation one) {
    return one.date().toEpochDay() - first.toEpochDay();
  }

  private static double meanOf(Observation one) {
    return Objects.requireNonNull(one.mean(), "only shown observations count");
  }

  private static double maxOf(Observation one) {
    Double max = one.statistics().max();
    return max == null ? meanOf(one) : max;
  }
}

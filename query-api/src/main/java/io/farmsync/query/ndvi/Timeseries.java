package io.farmsync.query.ndvi;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series as a reader gets it.
 *
 * @param values ascending by bucket
 * @param missing buckets without a value, ascending
 */
public record Timeseries(List<Value> values, List<LocalDate> missing) {

  private static final Comparator<@Nullable Double> BY_CLOUD = nullsLast(naturalOrder());

  /** The observation chosen for a bucket. */
  public record Value(LocalDate bucket, Observation observation) {}

  /**
   * Chooses for each bucket among the shown observations within reach: least cloud first, unknown
   * last, then the nearest day, then the earliest. One acquisition may stand for several buckets
   * when the step is short.
   *
   * @param maxCloud percent
   */
  public static Timeseries of(Buckets buckets, int maxCloud, List<Observation> observations) {
    var shown = observations.stream().filter(one -> one.isShown(maxCloud)).toList();
    var values = new ArrayList<Value>();
    var missing = new ArrayList<LocalDate>();
    for (LocalDate bucket : buckets.dates()) {
      var best = best(bucket, shown);
      if (best != null) {
        values.add(new Value(bucket, best));
      } else {
        missing.add(bucket);
      }
    }
    return new Timeseries(values, missing);
  }

  private static @Nullable Observation best(LocalDate bucket, List<Observation> shown) {
    long day = bucket.toEpochDay();
    Observation best = null;
    for (Observation one : shown) {
      if (distance(day, one) <= Buckets.REACH_DAYS
          && (best == null || compare(day, one, best) < 0)) {
        best = one;
      }
    }
    return best;
  }

  /** Negative if the first one is the better one for the day. */
  private static int compare(long day, Observation one, Observation other) {
    int byCloud = BY_CLOUD.compare(one.cloudFraction(), other.cloudFraction());
    int byDistance =
        byCloud != 0 ? byCloud : Long.compare(distance(day, one), distance(day, other));
    return byDistance != 0 ? byDistance : one.date().compareTo(other.date());
  }

  private static long distance(long day, Observation observation) {
    return Math.abs(day - observation.date().toEpochDay());
  }
}

package io.farmsync.query.ndvi;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A series as a reader gets it.
 *
 * @param values ascending by bucket
 * @param missing buckets without a value, ascending
 */
public record Timeseries(List<Value> values, List<LocalDate> missing) {

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
      if (best.isPresent()) {
        values.add(new Value(bucket, best.get()));
      } else {
        missing.add(bucket);
      }
    }
    return new Timeseries(values, missing);
  }

  private static Optional<Observation> best(LocalDate bucket, List<Observation> shown) {
    Comparator<Observation> order =
        comparing(Observation::cloudFraction, nullsLast(naturalOrder()))
            .thenComparing(comparingLong(one -> distance(bucket, one)))
            .thenComparing(Observation::date);
    return shown.stream().filter(one -> distance(bucket, one) <= Buckets.REACH_DAYS).min(order);
  }

  private static long distance(LocalDate bucket, Observation observation) {
    return Math.abs(ChronoUnit.DAYS.between(bucket, observation.date()));
  }
}

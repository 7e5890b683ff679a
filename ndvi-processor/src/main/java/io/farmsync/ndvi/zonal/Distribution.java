package io.farmsync.ndvi.zonal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * How the values of a field's valid pixels are spread. Sums are kept in float64.
 *
 * @param count sum of the weights
 * @param std of the population, not of a sample of it
 */
public record Distribution(
    double count,
    double mean,
    double min,
    double max,
    double std,
    double p10,
    double p25,
    double median,
    double p75,
    double p90) {
  /**
   * @param values without NaN
   * @param weights positive, one per value
   * @param rule under {@code CENTRE} all weights are 1 and quantiles lie between values, linearly;
   *     under {@code AREA} a quantile q is the smallest value at which the sum of weights reaches q
   *     of the whole
   * @return empty if there is no value: absence is not 0
   */
  static Optional<Distribution> of(double[] values, double[] weights, Coverage.Rule rule) {
    if (values.length == 0) {
      return Optional.empty();
    }
    double count = 0;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      count += weights[i];
      sum += weights[i] * values[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    Quantiles quantiles =
        switch (rule) {
          case AREA -> weighted(values, weights, count);
          case CENTRE -> interpolated(values);
        };
    return Optional.of(
        new Distribution(
            count,
            mean,
            quantiles.at(0),
            quantiles.at(1),
            Math.sqrt(squares / count),
            quantiles.at(0.10),
            quantiles.at(0.25),
            quantiles.at(0.50),
            quantiles.at(0.75),
            quantiles.at(0.90)));
  }

  private interface Quantiles {
    /**
     * @param q 0 is the least value, 1 the greatest
     */
    double at(double q);
  }

  private static Quantiles interpolated(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return q -> {
      double position = q * (sorted.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    };
  }

  private static Quantiles weighted(double[] values, double[] weights, double count) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] sums = new double[values.length];
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      sum += weights[order[i]];
      sums[i] = sum;
    }
    return q -> {
      if (q >= 1) {
        return values[order[order.length - 1]]; // rounding may leave the last sum under the count
      }
      int found = Arrays.binarySearch(sums, q * count);
      int rank = found >= 0 ? found : -found - 1;
      return values[order[Math.min(rank, order.length - 1)]];
    };
  }
}

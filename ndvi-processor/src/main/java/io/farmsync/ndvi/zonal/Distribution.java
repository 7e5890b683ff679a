package io.farmsync.ndvi.zonal;

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
  private static final double[] QUANTILES = {0.10, 0.25, 0.50, 0.75, 0.90};

  /**
   * Gathers values in two walks over them: all but the quantiles are known after the first.
   *
   * <p>Under {@code AREA} a quantile q is the smallest value at which the sum of weights reaches q
   * of the whole. Under {@code CENTRE} all weights are 1 and quantiles lie between values, linearly
   * (numpy's default).
   */
  static final class Builder {
    private static final int BINS = 1 << 11;
    private static final int BINS_OF_MANY = 1 << 20;

    private final Coverage.Rule rule;
    private final RankSelection ranks;
    private double first;
    private double count;
    private double sum;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /**
     * @param many more than a million values are to come
     */
    Builder(Coverage.Rule rule, boolean many) {
      this.rule = rule;
      this.ranks = new RankSelection(many ? BINS_OF_MANY : BINS);
    }

    /**
     * First walk.
     *
     * @param value not NaN
     * @param weight positive
     */
    void add(double value, double weight) {
      if (count == 0) {
        first = value;
      }
      double distance = value - first; // small sums of squares lose no digits
      count += weight;
      sum += weight * distance;
      squares += weight * distance * distance;
      min = Math.min(min, value);
      max = Math.max(max, value);
      ranks.count(value, weight);
    }

    /** Whether no value came: absence is not 0. */
    boolean isEmpty() {
      return count == 0;
    }

    /** Ends the first walk. */
    void endFirstWalk() {
      var wanted = new double[2 * QUANTILES.length];
      for (int i = 0; i < QUANTILES.length; i++) {
        switch (rule) {
          case AREA -> {
            wanted[2 * i] = QUANTILES[i] * count;
            wanted[2 * i + 1] = wanted[2 * i];
          }
          case CENTRE -> {
            double below = Math.floor(QUANTILES[i] * (count - 1));
            wanted[2 * i] = below + 0.5; // the sum that passes this ends with the value
            wanted[2 * i + 1] = Math.min(below + 1, count - 1) + 0.5;
          }
        }
      }
      ranks.choose(wanted);
    }

    /** Second walk, over the same values. */
    void addAgain(double value, double weight) {
      ranks.collect(value, weight);
    }

    Distribution build() {
      double mean = sum / count;
      return new Distribution(
          count,
          first + mean,
          min,
          max,
          Math.sqrt(Math.max(0, squares / count - mean * mean)),
          quantile(0),
          quantile(1),
          quantile(2),
          quantile(3),
          quantile(4));
    }

    private double quantile(int i) {
      double lower = ranks.at(2 * i);
      if (rule == Coverage.Rule.AREA) {
        return lower;
      }
      double position = QUANTILES[i] * (count - 1);
      return lower + (position - Math.floor(position)) * (ranks.at(2 * i + 1) - lower);
    }
  }
}

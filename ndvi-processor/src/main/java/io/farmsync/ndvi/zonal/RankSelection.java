package io.farmsync.ndvi.zonal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds values by their rank among weighted values without keeping them: the first walk counts them
 * in bins, the second keeps only those of the bins in which the wanted ranks lie. The answer is
 * exact, being one of the values, whatever their order and number.
 */
final class RankSelection {
  /**
   * Different values kept of one bin. A bin that holds more, which takes a great field of floating
   * point numbers all but equal, has its values rounded to {@link #ROUNDED}.
   */
  private static final int MOST_KEPT = 50_000;

  private static final double ROUNDED = 1e8;

  /** Sums of weights; after {@link #choose} each with those of the bins before it. */
  private final double[] bins;

  /** 0 for a bin without a wanted rank, else one more than the place of its values. */
  private final byte[] places;

  private final List<TreeMap<Double, Double>> kept = new ArrayList<>();
  private double[] ranks = {};
  private int[] binOfRank = {};

  /**
   * @param bins more bins leave fewer values to keep in the second walk
   */
  RankSelection(int bins) {
    this.bins = new double[bins];
    this.places = new byte[bins];
  }

  /** First walk. */
  void count(double value, double weight) {
    bins[bin(value)] += weight;
  }

  /**
   * Ends the first walk.
   *
   * @param wanted sums of weights, each at most the sum of all; at most 100
   */
  void choose(double... wanted) {
    for (int bin = 1; bin < bins.length; bin++) {
      bins[bin] += bins[bin - 1];
    }
    ranks = wanted.clone();
    binOfRank = new int[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      // The bins' sum may be a rounding less than the sum that the caller knows.
      int bin = firstReaching(Math.min(ranks[i], bins[bins.length - 1]));
      binOfRank[i] = bin;
      if (places[bin] == 0) {
        kept.add(new TreeMap<>());
        places[bin] = (byte) kept.size();
      }
    }
  }

  /** Second walk, over the same values. */
  void collect(double value, double weight) {
    int place = places[bin(value)];
    if (place > 0) {
      TreeMap<Double, Double> values = kept.get(place - 1);
      boolean full = values.size() >= MOST_KEPT;
      values.merge(full ? Math.rint(value * ROUNDED) / ROUNDED : value, weight, Double::sum);
    }
  }

  /** The smallest value at which the sum of weights reaches the rank of that number. */
  double at(int rank) {
    int bin = binOfRank[rank];
    TreeMap<Double, Double> values = kept.get(places[bin] - 1);
    double sum = bin == 0 ? 0 : bins[bin - 1];
    for (Map.Entry<Double, Double> entry : values.entrySet()) {
      sum += entry.getValue();
      if (sum >= ranks[rank]) {
        return entry.getKey();
      }
    }
    return values.lastKey();
  }

  private int firstReaching(double sum) {
    int low = 0;
    int high = bins.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bins[middle] >= sum) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Grows with the value, without bounds on it: an index of odd reflectances may leave -1 to 1. */
  private int bin(double value) {
    double bounded = value / (1 + Math.abs(value));
    return Math.clamp((int) ((bounded + 1) / 2 * bins.length), 0, bins.length - 1);
  }
}

package io.farmsync.query.freshness;

import java.util.Map;

/**
 * How much of what was published before the start has been read into the views.
 *
 * @param total records there were at the start, by the distance of offsets
 * @param remaining those of them that are not in the views yet
 */
public record CatchUp(long total, long remaining) {

  /**
   * Compares positions of partitions.
   *
   * @param begin first offset still kept, by partition
   * @param end offset behind the last record at the start, by partition
   * @param done offset up to which records are in the views; absent where nothing was read
   */
  public static <P> CatchUp of(Map<P, Long> begin, Map<P, Long> end, Map<P, Long> done) {
    long total = 0;
    long remaining = 0;
    for (var partition : end.entrySet()) {
      long first = begin.getOrDefault(partition.getKey(), 0L);
      long read = Math.max(first, done.getOrDefault(partition.getKey(), 0L));
      total += Math.max(0, partition.getValue() - first);
      remaining += Math.max(0, partition.getValue() - read);
    }
    return new CatchUp(total, remaining);
  }

  public boolean isDone() {
    return remaining == 0;
  }
}

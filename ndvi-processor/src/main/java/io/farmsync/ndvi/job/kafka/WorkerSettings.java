package io.farmsync.ndvi.job.kafka;

import java.time.Duration;

/**
 * How requests are taken.
 *
 * @param group name of the share group
 * @param workers jobs at the same time in this process; each is a consumer of the group
 * @param deliveries after which a request that never came to an end is put aside as a dead letter
 * @param lock how long a worker has a request before it must renew; shorter hands the work of a
 *     dead worker over sooner
 * @param stopWithin what a stop may take before jobs under way are left to other workers
 */
public record WorkerSettings(
    String group, int workers, int deliveries, Duration lock, Duration stopWithin) {
  public WorkerSettings {
    if (workers < 1 || workers > 256 || deliveries < 2 || deliveries > 10) {
      throw new IllegalArgumentException(
          "workers, deliveries: " + workers + ", " + deliveries + " (expected: 1 to 256, 2 to 10)");
    }
  }
}

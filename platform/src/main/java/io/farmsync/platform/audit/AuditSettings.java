package io.farmsync.platform.audit;

import java.time.Duration;

/**
 * How much an audit may cost.
 *
 * @param interval between the starts of two sweeps, if they are not longer; shorter finds sooner
 * @param recordsPerSecond what a sweep reads at the most; more finds sooner in a long history
 */
public record AuditSettings(String name, Duration interval, int recordsPerSecond) {

  public AuditSettings {
    if (interval.toMillis() < 10) {
      throw new IllegalArgumentException(
          name + ".interval: " + interval + " (expected: 10 ms or more)");
    }
    if (recordsPerSecond < 1) {
      throw new IllegalArgumentException(
          name + ".records-per-second: " + recordsPerSecond + " (expected: 1 or more)");
    }
  }
}

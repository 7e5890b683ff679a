package io.farmsync.ndvi.topology.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the trigger topology runs.
 *
 * @param commitInterval how long a transaction lasts at least. A job is visible to workers after
 *     it, so with one broker short is quick; with three copies the end of a transaction takes
 *     longer than a short one, and a thread that is behind comes to do nothing else
 */
@ConfigurationProperties("ndvi.topology")
record TriggerProperties(Duration commitInterval) {
  TriggerProperties {
    if (commitInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "ndvi.topology.commit-interval (NDVI_COMMIT_INTERVAL): "
              + commitInterval
              + " (expected: 1 ms or more)");
    }
  }
}

package io.farmsync.query.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Readers who ask for a version.
 *
 * @param waiters how many may wait at once; beyond it they are told to come again
 */
@ConfigurationProperties("query.freshness")
public record FreshnessProperties(@DefaultValue("1000") int waiters) {

  public FreshnessProperties {
    if (waiters < 1) {
      throw new IllegalArgumentException(
          "query.freshness.waiters: " + waiters + " (expected: at least 1)");
    }
  }
}

package io.farmsync.platform.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code /metrics} holds and how fresh it is.
 *
 * @param interval a page that is asked for in a rhythm is one or two of these old; the shortest
 *     time between two writings
 * @param kafkaClients {@code true} adds every figure of every Kafka client and state store, about
 *     five thousand series a topology, of which the page has a dozen otherwise
 */
@ConfigurationProperties("farm.metrics")
public record MetricsProperties(
    @DefaultValue("1s") Duration interval, @DefaultValue("false") boolean kafkaClients) {

  public MetricsProperties {
    if (interval.toMillis() < 100) {
      throw new IllegalArgumentException(
          "farm.metrics.interval: " + interval + " (expected: >= 100ms)");
    }
  }
}

package io.farmsync.query.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the views are kept.
 *
 * @param threads that fold topics into stores; more of them catch up faster after a long absence,
 *     but share the work out between them at each start, which takes seconds
 * @param commitInterval shorter repeats less after a crash but commits more often; what readers see
 *     does not wait for it
 * @param memory off heap, for reading and writing all stores together
 */
@ConfigurationProperties("query.views")
public record ViewProperties(
    @DefaultValue("1") int threads,
    @DefaultValue("100ms") Duration commitInterval,
    @DefaultValue("64MB") DataSize memory) {

  public ViewProperties {
    if (threads < 1 || threads > 12) {
      throw new IllegalArgumentException(
          "query.views.threads: " + threads + " (expected: 1 to 12, the number of partitions)");
    }
    if (memory.toMegabytes() < 16) {
      throw new IllegalArgumentException(
          "query.views.memory: " + memory + " (expected: at least 16MB)");
    }
  }
}

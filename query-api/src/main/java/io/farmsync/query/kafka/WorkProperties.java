package io.farmsync.query.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How work that reads ask for reaches Kafka.
 *
 * @param waiting how many jobs may wait to be sent; beyond it they are refused and counted, and the
 *     next read asks again
 * @param remembered how many jobs just sent are remembered, so that reads do not send them again
 *     before the view has them
 * @param rememberedFor longer bears a slower view, but holds up a repetition; less than the
 *     cool-down
 * @param maxBlock how long the sender, never a read, waits for a broker that is away
 */
@ConfigurationProperties("query.work")
public record WorkProperties(
    @DefaultValue("1000") int waiting,
    @DefaultValue("10000") int remembered,
    @DefaultValue("5m") Duration rememberedFor,
    @DefaultValue("5s") Duration maxBlock) {

  public WorkProperties {
    if (waiting < 1 || remembered < waiting) {
      throw new IllegalArgumentException(
          "query.work: waiting "
              + waiting
              + ", remembered "
              + remembered
              + " (expected: 1 <= waiting <= remembered)");
    }
  }
}

package io.farmsync.query.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the weather that reads miss reaches Kafka.
 *
 * @param waiting how many wants may wait to be sent; beyond it they are refused and counted, and
 *     the next read asks again
 * @param remembered how many wants just sent are remembered
 * @param rememberedFor shorter asks again sooner when an answer is lost; longer bears slower
 *     providers without asking twice
 * @param maxBlock how long the sender, never a read, waits for a broker that is away
 */
@ConfigurationProperties("query.weather.wants")
public record WantProperties(
    @DefaultValue("1000") int waiting,
    @DefaultValue("10000") int remembered,
    @DefaultValue("30s") Duration rememberedFor,
    @DefaultValue("5s") Duration maxBlock) {

  public WantProperties {
    if (waiting < 1 || remembered < waiting) {
      throw new IllegalArgumentException(
          "query.weather.wants: waiting "
              + waiting
              + ", remembered "
              + remembered
              + " (expected: 1 <= waiting <= remembered)");
    }
  }
}

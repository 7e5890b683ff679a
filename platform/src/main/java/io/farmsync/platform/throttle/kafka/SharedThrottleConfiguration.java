package io.farmsync.platform.throttle.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.platform.throttle.SlidingThrottle;
import io.farmsync.platform.throttle.ThrottleProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells and hears counts while the service runs. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "farm.throttle.shared", matchIfMissing = true)
public class SharedThrottleConfiguration {

  @Bean
  CountsTeller countsTeller(
      KafkaSettings settings,
      SlidingThrottle throttle,
      InstanceName instance,
      TopicProvisioner topics,
      MeterRegistry meters) {
    return new CountsTeller(settings, throttle, instance, meters);
  }

  @Bean
  TopicFollower countsListener(
      KafkaSettings settings,
      SlidingThrottle throttle,
      ThrottleProperties properties,
      InstanceName instance,
      TopicProvisioner topics,
      Clock clock) {
    return new TopicFollower(
        "call-counts-listener",
        settings,
        new CountsListener(throttle, properties.longestPeriod(), instance, clock));
  }

  @Bean
  InstanceName throttleInstanceName() {
    return new InstanceName(UUID.randomUUID().toString().replace("-", ""));
  }

  /** What this process is called among those that share counts. */
  record InstanceName(String text) {}
}

package io.farmsync.ndvi.topology.kafka;

import io.farmsync.ndvi.topology.Dispatching;
import io.farmsync.platform.kafka.KafkaSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the trigger topology while the service runs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TriggerProperties.class)
public class TriggerConfiguration {
  @Bean
  TriggerStreams imageryTriggerStreams(
      KafkaSettings kafka, Dispatching dispatching, TriggerProperties properties) {
    return new TriggerStreams(kafka, dispatching, properties.commitInterval());
  }

  @Bean
  HealthIndicator imageryTriggerHealthIndicator(TriggerStreams trigger) {
    return () -> {
      String state = trigger.state();
      return (state.equals("RUNNING") ? Health.up() : Health.down())
          .withDetail("state", state)
          .build();
    };
  }
}

package io.farmsync.query.ndvi.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** States of engines, heard for as long as the service runs, and samples that callers post. */
@Configuration(proxyBeanMethods = false)
public class EnginesConfiguration {

  @Bean
  KafkaEngines queryEngines(KafkaSettings settings) {
    return new KafkaEngines(settings);
  }

  /** The topic must be there before it is read. */
  @Bean
  TopicFollower queryEnginesFollower(
      KafkaSettings settings, KafkaEngines queryEngines, TopicProvisioner topics) {
    return new TopicFollower("query-engines", settings, queryEngines);
  }

  /** Likewise before it is written. */
  @Bean
  KafkaSamples ndviSamples(KafkaSettings settings, TopicProvisioner topics) {
    return new KafkaSamples(settings);
  }
}

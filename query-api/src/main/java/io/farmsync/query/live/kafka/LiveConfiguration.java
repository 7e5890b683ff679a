package io.farmsync.query.live.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Changes, heard for as long as the service runs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveProperties.class)
public class LiveConfiguration {

  @Bean
  TopicChanges liveChanges(KafkaSettings settings, LiveProperties properties) {
    return new TopicChanges(settings, properties);
  }

  /** The topics must be there before their ends are asked for. */
  @Bean
  TopicFollower liveChangesFollower(
      KafkaSettings settings, TopicChanges liveChanges, TopicProvisioner topics) {
    return new TopicFollower("query-changes", settings, liveChanges);
  }
}

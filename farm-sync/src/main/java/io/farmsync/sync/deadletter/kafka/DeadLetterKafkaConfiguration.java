package io.farmsync.sync.deadletter.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.sync.deadletter.DeadLetters;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Dead letters as Kafka keeps them. */
@Configuration(proxyBeanMethods = false)
public class DeadLetterKafkaConfiguration {

  /**
   * @param topics are there before they are read
   */
  @Bean
  DeadLetters deadLetters(KafkaSettings settings, Clock clock, TopicProvisioner topics) {
    return new KafkaDeadLetters(settings, clock);
  }
}

package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.sync.relay.EventPublisher;
import io.farmsync.sync.relay.RelayedPosition;
import java.util.OptionalLong;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The relay's way into Kafka. */
@Configuration(proxyBeanMethods = false)
public class RelayKafkaConfiguration {

  @Bean
  EventPublisher.Factory relayPublishers(KafkaSettings settings) {
    return new KafkaPublishers(settings);
  }

  @Bean
  RelayedPosition relayedPosition(KafkaSettings settings) {
    return () ->
        new OffsetsTopic(settings)
            .read()
            .map(stored -> OptionalLong.of(stored.lsn()))
            .orElseGet(OptionalLong::empty);
  }
}

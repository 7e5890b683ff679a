package io.farmsync.sync.relay;

import io.farmsync.sync.database.DatabaseProperties;
import io.farmsync.sync.relay.debezium.RelayDebeziumConfiguration;
import io.farmsync.sync.relay.kafka.RelayKafkaConfiguration;
import io.farmsync.sync.relay.metrics.RelayMetricsConfiguration;
import io.farmsync.sync.relay.postgres.RelayPostgresConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The relay; needs {@code KafkaSettings}, a {@code Clock} and a {@code MeterRegistry}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "farm-sync.relay.enabled", matchIfMissing = true)
@EnableConfigurationProperties({RelayProperties.class, DatabaseProperties.class})
@Import({
  RelayPostgresConfiguration.class,
  RelayKafkaConfiguration.class,
  RelayDebeziumConfiguration.class,
  RelayMetricsConfiguration.class
})
public class RelayConfiguration {

  @Bean
  Relay relay(
      EventStore store,
      EventPublisher.Factory publishers,
      ChangeFeed feed,
      RelayObserver observer,
      Clock clock,
      RelayProperties properties) {
    return new Relay(
        store,
        publishers,
        feed,
        observer,
        clock,
        properties.firstPause(),
        properties.longestPause());
  }

  @Bean
  RelayLifecycle relayLifecycle(Relay relay, RelayProperties properties) {
    return new RelayLifecycle(relay, properties);
  }
}

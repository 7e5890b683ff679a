package io.farmsync.sync.relay.debezium;

import io.farmsync.sync.database.DatabaseProperties;
import io.farmsync.sync.relay.ChangeFeed;
import io.farmsync.sync.relay.RelayProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The relay's way along the write-ahead log. */
@Configuration(proxyBeanMethods = false)
public class RelayDebeziumConfiguration {

  @Bean
  ChangeFeed relayChangeFeed(RelayProperties relay, DatabaseProperties database) {
    return new DebeziumChangeFeed(
        new EngineSettings(
            database.url(),
            database.relay().username(),
            database.relay().password(),
            relay.slot(),
            relay.publication(),
            relay.pollInterval(),
            relay.maxBatchSize(),
            relay.maxQueueSize()));
  }
}

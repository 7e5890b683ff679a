package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.database.DatabaseProperties;
import io.farmsync.sync.relay.EventStore;
import io.farmsync.sync.relay.RelayProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The relay's own sessions in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class RelayPostgresConfiguration {

  @Bean
  EventStore relayEventStore(RelayProperties relay, DatabaseProperties database) {
    var sessions =
        new Sessions(database.url(), database.relay().username(), database.relay().password());
    return new PostgresEventStore(sessions, new Slot(relay.slot(), relay.publication()));
  }
}

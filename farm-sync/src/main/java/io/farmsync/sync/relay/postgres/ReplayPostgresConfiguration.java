package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.database.DatabaseProperties;
import io.farmsync.sync.relay.Replay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The event store to replay from; its role needs to read {@code farm_event}. */
@Configuration(proxyBeanMethods = false)
public class ReplayPostgresConfiguration {

  @Bean
  Replay.Source replaySource(DatabaseProperties database) {
    return new SelectedEvents(
        new Sessions(database.url(), database.relay().username(), database.relay().password()));
  }
}

package io.farmsync.sync.audit;

import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.audit.RunningAudit;
import io.farmsync.schemas.Topics;
import io.farmsync.sync.audit.kafka.AuditKafkaConfiguration;
import io.farmsync.sync.audit.postgres.AuditPostgresConfiguration;
import io.farmsync.sync.relay.EventStore;
import io.farmsync.sync.relay.RelayedPosition;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The audit of the event store and its topic, on instances that may relay. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(
    name = {"farm-sync.relay.enabled", "farm-sync.audit.enabled"},
    matchIfMissing = true)
@EnableConfigurationProperties(AuditProperties.class)
@Import({AuditPostgresConfiguration.class, AuditKafkaConfiguration.class})
public class AuditConfiguration {

  @Bean
  RunningAudit storeAudit(
      AuditedTable table,
      AuditedTopic topic,
      EventStore store,
      RelayedPosition relayed,
      MeterRegistry meters,
      Clock clock,
      AuditProperties properties) {
    var findings =
        new AuditFindings(meters, clock, "store-topic", Topics.PARTITIONS, List.of(Kind.values()));
    return new RunningAudit(
        properties.settings(),
        new StoreAudit(table, topic, store::beat, relayed, findings, clock, properties.patience()));
  }
}

package io.farmsync.query.audit;

import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.audit.RunningAudit;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.kafka.ServedFarms;
import io.farmsync.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit of the partitions that this instance serves. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "query.audit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ViewAuditProperties.class)
public class ViewAuditConfiguration {

  @Bean
  RunningAudit viewAudit(
      ServedFarms farms,
      KafkaSettings kafka,
      MeterRegistry meters,
      Clock clock,
      ViewAuditProperties properties) {
    var findings =
        new AuditFindings(meters, clock, "topic-view", Topics.PARTITIONS, List.of(Kind.values()));
    return new RunningAudit(
        properties.settings(),
        new ViewAudit(farms, new FarmsTopic(kafka), findings, clock, properties.patience()));
  }
}

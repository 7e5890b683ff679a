package io.farmsync.sync.audit.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.sync.audit.AuditedTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit's own consumer. */
@Configuration(proxyBeanMethods = false)
public class AuditKafkaConfiguration {

  @Bean
  AuditedTopic auditedTopic(KafkaSettings settings) {
    return new KafkaAuditedTopic(settings);
  }
}

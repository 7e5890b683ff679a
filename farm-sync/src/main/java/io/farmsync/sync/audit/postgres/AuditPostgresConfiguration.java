package io.farmsync.sync.audit.postgres;

import io.farmsync.sync.audit.AuditedTable;
import io.farmsync.sync.database.DatabaseProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit's own session in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class AuditPostgresConfiguration {

  @Bean
  AuditedTable auditedTable(DatabaseProperties database) {
    return new PostgresAuditedTable(database, "farm_audit");
  }
}

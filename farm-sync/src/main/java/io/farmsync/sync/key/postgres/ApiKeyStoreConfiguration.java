package io.farmsync.sync.key.postgres;

import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.key.ApiKeys;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps API keys in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class ApiKeyStoreConfiguration {

  @Bean
  ApiKeys apiKeys(
      Transactions transactions, JdbcClient jdbc, CredentialLog credentials, Clock clock) {
    return new PostgresApiKeys(transactions, jdbc, credentials, clock, UUID::randomUUID);
  }
}

package io.farmsync.sync.credential.postgres;

import io.farmsync.sync.credential.CredentialLog;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps credential events in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class CredentialLogConfiguration {

  @Bean
  CredentialLog credentialLog(JdbcClient jdbc) {
    return new PostgresCredentialLog(jdbc, UUID::randomUUID);
  }
}

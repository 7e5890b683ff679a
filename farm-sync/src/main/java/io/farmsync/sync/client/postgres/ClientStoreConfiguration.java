package io.farmsync.sync.client.postgres;

import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.sync.client.Clients;
import io.farmsync.sync.client.Nonces;
import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.database.Upkeep;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps clients and nonces in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class ClientStoreConfiguration {

  @Bean
  Clients integrationClients(
      Transactions transactions,
      JdbcClient jdbc,
      CredentialLog credentials,
      SecretCipher cipher,
      Clock clock) {
    return new PostgresClients(transactions, jdbc, credentials, cipher, clock);
  }

  @Bean
  Nonces nonces(JdbcClient jdbc) {
    return new PostgresNonces(jdbc);
  }

  @Bean
  Upkeep noncePurge(JdbcClient jdbc, Clock clock) {
    var nonces = new PostgresNonces(jdbc);
    return new Upkeep("nonces", Duration.ofMinutes(1), () -> nonces.purge(clock.instant()));
  }
}

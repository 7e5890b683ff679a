package io.farmsync.sync.token.postgres;

import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.sync.credential.CredentialLog;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.token.SigningKeys;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps signing keys in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class SigningKeyStoreConfiguration {

  @Bean
  SigningKeys signingKeys(
      Transactions transactions,
      JdbcClient jdbc,
      CredentialLog credentials,
      SecretCipher cipher,
      Clock clock) {
    return new PostgresSigningKeys(transactions, jdbc, credentials, cipher, clock);
  }
}

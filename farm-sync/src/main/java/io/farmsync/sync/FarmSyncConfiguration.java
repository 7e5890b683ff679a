package io.farmsync.sync;

import io.farmsync.platform.PlatformConfiguration;
import io.farmsync.platform.secret.Secret;
import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.sync.audit.AuditConfiguration;
import io.farmsync.sync.client.http.ClientHttpConfiguration;
import io.farmsync.sync.client.postgres.ClientStoreConfiguration;
import io.farmsync.sync.credential.postgres.CredentialLogConfiguration;
import io.farmsync.sync.database.DatabaseConfiguration;
import io.farmsync.sync.deadletter.http.DeadLetterHttpConfiguration;
import io.farmsync.sync.deadletter.kafka.DeadLetterKafkaConfiguration;
import io.farmsync.sync.farm.geojson.GeoJsonConfiguration;
import io.farmsync.sync.farm.http.FarmHttpConfiguration;
import io.farmsync.sync.farm.postgres.FarmStoreConfiguration;
import io.farmsync.sync.key.http.KeyHttpConfiguration;
import io.farmsync.sync.key.postgres.ApiKeyStoreConfiguration;
import io.farmsync.sync.relay.RelayConfiguration;
import io.farmsync.sync.token.http.TokenHttpConfiguration;
import io.farmsync.sync.token.jose.JoseConfiguration;
import io.farmsync.sync.token.postgres.SigningKeyStoreConfiguration;
import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** All of farm-sync. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:farm-sync-defaults.properties")
@EnableConfigurationProperties(FarmSyncProperties.class)
@Import({
  PlatformConfiguration.class,
  DatabaseConfiguration.class,
  CredentialLogConfiguration.class,
  FarmStoreConfiguration.class,
  GeoJsonConfiguration.class,
  FarmHttpConfiguration.class,
  ClientStoreConfiguration.class,
  ClientHttpConfiguration.class,
  ApiKeyStoreConfiguration.class,
  KeyHttpConfiguration.class,
  SigningKeyStoreConfiguration.class,
  JoseConfiguration.class,
  TokenHttpConfiguration.class,
  DeadLetterKafkaConfiguration.class,
  DeadLetterHttpConfiguration.class,
  RelayConfiguration.class,
  AuditConfiguration.class
})
public class FarmSyncConfiguration {

  @Bean
  SecureRandom secureRandom() {
    return new SecureRandom();
  }

  @Bean
  SecretCipher secretCipher(FarmSyncProperties properties, SecureRandom random) {
    return new SecretCipher(Secret.ofBase64(properties.secretKey()), random);
  }
}

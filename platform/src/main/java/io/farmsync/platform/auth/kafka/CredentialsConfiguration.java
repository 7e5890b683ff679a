package io.farmsync.platform.auth.kafka;

import io.farmsync.platform.auth.Credentials;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows topic {@code credentials}; not ready before it can verify tokens. */
@Configuration(proxyBeanMethods = false)
public class CredentialsConfiguration {

  @Bean
  TopicFollower credentialsReader(
      KafkaSettings settings, Credentials credentials, TopicProvisioner topics) {
    return new TopicFollower("credentials-reader", settings, new CredentialsReader(credentials));
  }

  @Bean
  HealthIndicator credentialsHealthIndicator(Credentials credentials) {
    return () ->
        credentials.isReady()
            ? Health.up().build()
            : Health.down()
                .withDetail("reason", "no signing key read from topic credentials yet")
                .build();
  }
}

package io.farmsync.query.webhook;

import io.farmsync.platform.secret.Secret;
import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.query.farm.VisibleFarms;
import io.farmsync.query.live.Changes;
import io.farmsync.query.live.TenantCells;
import io.farmsync.query.webhook.WebhookWorker.Surroundings;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks that are served. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
public class WebhookConfiguration {

  private static final String KEY_IS_SET = "'${query.webhooks.secret-key:}' != ''";

  @Bean
  Webhooks webhooks() {
    return new Webhooks();
  }

  /** A key that is no base64 of 32 bytes stops the start. */
  @Bean
  @ConditionalOnExpression(KEY_IS_SET)
  WebhookSecrets webhookSecrets(WebhookProperties properties) {
    var random = new SecureRandom();
    try {
      return new WebhookSecrets(
          new SecretCipher(Secret.ofBase64(properties.secretKey()), random), random);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "query.webhooks.secret-key (WEBHOOK_SECRET_KEY) is not standard base64 of 32 bytes", e);
    }
  }

  @Bean
  @ConditionalOnExpression(KEY_IS_SET)
  WebhookDeliveries webhookDeliveries(
      Webhooks webhooks,
      WebhookLog kept,
      Changes changes,
      WebhookSecrets secrets,
      VisibleFarms farms,
      WebhookProperties properties,
      JsonMapper json,
      Clock clock) {
    return new WebhookDeliveries(
        webhooks,
        new TenantCells(farms),
        new Surroundings(changes, kept, secrets, properties, json, clock));
  }
}

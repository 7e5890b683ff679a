package io.farmsync.query.webhook.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.query.webhook.Webhooks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Webhooks in their topic. */
@Configuration(proxyBeanMethods = false)
public class WebhookKafkaConfiguration {

  @Bean
  WebhookOwners webhookOwners() {
    return new WebhookOwners();
  }

  @Bean
  TopicFollower webhookMember(
      KafkaSettings settings, WebhookOwners webhookOwners, TopicProvisioner topics) {
    return TopicFollower.ofGroup(WebhookOwners.GROUP, settings, webhookOwners);
  }

  @Bean
  WebhookTopic webhookTopic(KafkaSettings settings, Webhooks webhooks, WebhookOwners owners) {
    return new WebhookTopic(settings, webhooks, owners);
  }

  @Bean
  TopicFollower webhookFollower(
      KafkaSettings settings, WebhookTopic webhookTopic, TopicProvisioner topics) {
    return new TopicFollower("query-webhook-states", settings, webhookTopic);
  }
}

package io.farmsync.platform.kafka;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Kafka settings, and the topics before anything uses them: beans that need topics depend on the
 * provisioner.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSettings.class)
public class KafkaConfiguration {

  @Bean(initMethod = "provision")
  TopicProvisioner topicProvisioner(KafkaSettings settings) {
    return new TopicProvisioner(settings);
  }
}

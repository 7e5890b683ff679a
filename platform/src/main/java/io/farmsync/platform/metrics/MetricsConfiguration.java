package io.farmsync.platform.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Metrics of every service, at {@code /metrics}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
@Import(MetricsController.class)
public class MetricsConfiguration {

  @Bean
  BoundedLabels boundedLabels(MetricsProperties properties) {
    return new BoundedLabels(properties.kafkaClients());
  }

  @Bean(initMethod = "start")
  MetricsPage metricsPage(PrometheusMeterRegistry meters, MetricsProperties properties) {
    return new MetricsPage(
        (to, form) -> meters.scrape(to, form.contentType()),
        properties.interval(),
        System::nanoTime);
  }
}

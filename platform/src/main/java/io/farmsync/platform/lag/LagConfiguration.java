package io.farmsync.platform.lag;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.lag.kafka.LagWatch;
import io.farmsync.platform.lag.prometheus.LagMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lag of every group as metrics, on the service that is told to report it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LagProperties.class)
@ConditionalOnProperty(name = "farm.lag.enabled", havingValue = "true")
public class LagConfiguration {

  @Bean
  LagMetrics lagMetrics(PrometheusMeterRegistry meters, Clock clock) {
    var metrics = new LagMetrics(clock);
    meters.getPrometheusRegistry().register(metrics);
    return metrics;
  }

  @Bean
  LagWatch lagWatch(
      KafkaSettings settings, LagProperties properties, LagMetrics metrics, Clock clock) {
    return new LagWatch(settings, properties, metrics::show, clock);
  }
}

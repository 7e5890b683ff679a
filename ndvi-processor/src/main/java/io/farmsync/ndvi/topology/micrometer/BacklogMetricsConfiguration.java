package io.farmsync.ndvi.topology.micrometer;

import io.farmsync.ndvi.topology.BacklogListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listens to the backlog. */
@Configuration(proxyBeanMethods = false)
public class BacklogMetricsConfiguration {
  @Bean
  BacklogListener imageryBacklogMetrics(MeterRegistry registry) {
    return new BacklogMetrics(registry);
  }
}

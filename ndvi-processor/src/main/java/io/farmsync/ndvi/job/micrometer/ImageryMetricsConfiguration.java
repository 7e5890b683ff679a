package io.farmsync.ndvi.job.micrometer;

import io.farmsync.ndvi.zonal.SpectralIndices;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listens to jobs, workers and upstreams. */
@Configuration(proxyBeanMethods = false)
public class ImageryMetricsConfiguration {
  @Bean
  ImageryMetrics imageryMetrics(
      MeterRegistry registry, SpectralIndices imageryIndices, Clock clock) {
    return new ImageryMetrics(registry, imageryIndices, clock);
  }
}

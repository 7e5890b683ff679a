package io.farmsync.platform.operations;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.farmsync.platform.log.LogConfiguration;
import io.farmsync.platform.metrics.MetricsConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.core.jackson.ModelResolver;
import java.util.Map;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Metrics, health and API description of every service. */
@Configuration(proxyBeanMethods = false)
@Import({
  LogConfiguration.class,
  MetricsConfiguration.class,
  OperationsController.class,
  ApiDescription.class
})
public class OperationsConfiguration {

  @Bean
  Readiness readiness(Map<String, HealthIndicator> indicators) {
    return new Readiness(indicators);
  }

  @Bean
  ReadinessMetrics readinessMetrics(Readiness readiness, MeterRegistry meters) {
    return new ReadinessMetrics(readiness, meters);
  }

  /** Describes members under the names they have on the wire. */
  @Bean
  ModelResolver membersInSnakeCase(ObjectMapperProvider mappers) {
    return new ModelResolver(
        mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }
}

package io.farmsync.platform.operations;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Metrics, health and API description of every service. */
@Configuration(proxyBeanMethods = false)
@Import({OperationsController.class, ApiDescription.class})
public class OperationsConfiguration {

  /** Describes members under the names they have on the wire. */
  @Bean
  ModelResolver membersInSnakeCase(ObjectMapperProvider mappers) {
    return new ModelResolver(
        mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }
}

package io.farmsync.query.instances.http;

import io.farmsync.query.instances.InstanceProperties;
import io.farmsync.query.instances.Neighbours;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Asking other instances, and answering them. */
@Configuration(proxyBeanMethods = false)
@Import(InstanceController.class)
public class InstanceConfiguration {

  @Bean
  Neighbours queryNeighbours(InstanceProperties properties, JsonMapper json) {
    return new HttpNeighbours(properties, json);
  }
}

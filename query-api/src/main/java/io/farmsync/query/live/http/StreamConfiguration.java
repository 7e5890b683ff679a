package io.farmsync.query.live.http;

import io.farmsync.query.farm.VisibleFarms;
import io.farmsync.query.live.Changes;
import io.farmsync.query.live.TenantCells;
import io.micrometer.observation.ObservationPredicate;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import tools.jackson.databind.json.JsonMapper;

/** The stream of changes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamProperties.class)
public class StreamConfiguration {

  @Bean
  StreamController streamController(
      Changes changes,
      VisibleFarms farms,
      StreamProperties properties,
      JsonMapper json,
      Clock clock) {
    return new StreamController(changes, new TenantCells(farms), properties, json, clock);
  }

  /** A stream lasts for minutes; among requests it would look like an outage. */
  @Bean
  ObservationPredicate streamsAreNoRequests() {
    return (_, context) ->
        !(context instanceof ServerRequestObservationContext request
            && request.getCarrier() != null
            && request.getCarrier().getRequestURI().startsWith(StreamController.PATH));
  }
}

package io.farmsync.sync.farm.geojson;

import io.farmsync.sync.farm.BoundarySurvey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads boundaries from GeoJSON. */
@Configuration(proxyBeanMethods = false)
public class GeoJsonConfiguration {

  @Bean
  BoundarySurvey boundarySurvey() {
    return new GeoJsonSurvey();
  }
}

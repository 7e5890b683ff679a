package io.farmsync.standalone;

import io.farmsync.ndvi.NdviProcessorConfiguration;
import io.farmsync.query.QueryApiConfiguration;
import io.farmsync.sync.FarmSyncConfiguration;
import io.farmsync.weather.WeatherIngestorConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The four services in one context and on one port. They still meet in topics only: none can see
 * another's classes.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({
  FarmSyncConfiguration.class,
  NdviProcessorConfiguration.class,
  WeatherIngestorConfiguration.class,
  QueryApiConfiguration.class
})
class StandaloneApplication {}

package io.farmsync.weather;

import io.farmsync.platform.PlatformConfiguration;
import io.farmsync.weather.provider.nasapower.NasaPowerConfiguration;
import io.farmsync.weather.provider.openmeteo.OpenMeteoConfiguration;
import io.farmsync.weather.topology.WeatherTopologyConfiguration;
import io.farmsync.weather.worker.WeatherWorkerConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** All of the weather ingestor; whoever runs it imports this. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:weather-defaults.properties")
@Import({
  PlatformConfiguration.class,
  OpenMeteoConfiguration.class,
  NasaPowerConfiguration.class,
  WeatherTopologyConfiguration.class,
  WeatherWorkerConfiguration.class
})
public class WeatherIngestorConfiguration {}

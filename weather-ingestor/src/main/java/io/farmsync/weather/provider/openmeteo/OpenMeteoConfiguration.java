package io.farmsync.weather.provider.openmeteo;

import io.farmsync.weather.provider.WeatherProvider;
import io.farmsync.weather.upstream.ProviderHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Open-Meteo as a provider. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OpenMeteoProperties.class)
public class OpenMeteoConfiguration {

  @Bean(destroyMethod = "close")
  WeatherProvider openMeteoProvider(
      OpenMeteoProperties properties, MeterRegistry meters, Clock clock) {
    return create(properties, meters, clock);
  }

  /** The provider with its own connections. */
  static WeatherProvider create(OpenMeteoProperties properties, MeterRegistry meters, Clock clock) {
    var upstream =
        new ProviderHttp("open_meteo", properties.baseUrl(), properties.quota(), meters, clock);
    return new OpenMeteoProvider(upstream, properties, clock);
  }
}

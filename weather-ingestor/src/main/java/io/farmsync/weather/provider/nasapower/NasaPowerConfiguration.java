package io.farmsync.weather.provider.nasapower;

import io.farmsync.weather.provider.WeatherProvider;
import io.farmsync.weather.upstream.ProviderHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** NASA POWER as a provider. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NasaPowerProperties.class)
public class NasaPowerConfiguration {

  @Bean(destroyMethod = "close")
  WeatherProvider nasaPowerProvider(
      NasaPowerProperties properties, MeterRegistry meters, Clock clock) {
    return create(properties, meters, clock);
  }

  /** The provider with its own connections. */
  static WeatherProvider create(NasaPowerProperties properties, MeterRegistry meters, Clock clock) {
    var upstream =
        new ProviderHttp("nasa_power", properties.baseUrl(), properties.upstream(), meters, clock);
    return new NasaPowerProvider(upstream, properties, clock);
  }
}

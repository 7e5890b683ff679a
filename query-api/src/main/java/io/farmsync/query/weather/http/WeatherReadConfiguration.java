package io.farmsync.query.weather.http;

import io.farmsync.platform.throttle.Rate;
import io.farmsync.query.weather.MissingWeather;
import io.farmsync.query.weather.PastDays;
import io.farmsync.query.weather.TenantBudget;
import io.farmsync.query.weather.WeatherCells;
import io.farmsync.query.weather.WeatherWants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Weather of farms and points. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WeatherReadProperties.class)
@Import({FarmWeatherController.class, PointWeatherController.class, InstantWeatherController.class})
public class WeatherReadConfiguration {

  @Bean
  WeatherTelling weatherTelling(
      WeatherCells cells,
      PastDays history,
      WeatherWants wants,
      WeatherReadProperties properties,
      MeterRegistry meters,
      Clock clock) {
    var rate = Rate.parse(properties.pointBudget());
    var budget = new TenantBudget(rate.count(), rate.period());
    var missing = new MissingWeather(wants, budget, properties.lagDays());
    return new WeatherTelling(
        cells, history, missing, properties, new WeatherReadMetrics(meters), clock);
  }
}

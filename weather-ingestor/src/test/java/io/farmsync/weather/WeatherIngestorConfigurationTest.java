package io.farmsync.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.weather.provider.nasapower.NasaPowerConfiguration;
import io.farmsync.weather.provider.openmeteo.OpenMeteoConfiguration;
import io.farmsync.weather.provider.openmeteo.OpenMeteoProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

class WeatherIngestorConfigurationTest {

  @Configuration(proxyBeanMethods = false)
  @PropertySource("classpath:weather-defaults.properties")
  @Import({OpenMeteoConfiguration.class, NasaPowerConfiguration.class})
  static class Providers {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Providers.class);

  @Test
  void defaultsAreThoseOfTheFreeTier() {
    context.run(started -> {
      var openMeteo = started.getBean(OpenMeteoProperties.class);
      assertThat(openMeteo.baseUrl()).isEqualTo(URI.create("https://api.open-meteo.com"));
      assertThat(openMeteo.timeZone()).isEqualTo(ZoneId.of("Africa/Nairobi"));
      assertThat(openMeteo.upstream().perMinute()).isEqualTo(600);
      assertThat(openMeteo.upstream().perHour()).isEqualTo(5000);
      assertThat(openMeteo.upstream().perDay()).isEqualTo(10_000);
    });
  }

  @Test
  void environmentVariablesMoveBaseUrlAndZone() {
    context
        .withSystemProperties(
            "OPEN_METEO_BASE_URL=http://127.0.0.1:7/open-meteo",
            "WEATHER_DEFAULT_TZ=Asia/Kathmandu")
        .run(started -> {
          var openMeteo = started.getBean(OpenMeteoProperties.class);
          assertThat(openMeteo.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:7/open-meteo"));
          assertThat(openMeteo.timeZone()).isEqualTo(ZoneId.of("Asia/Kathmandu"));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "weather.open-meteo.time-zone=Moon/Base, time-zone",
    "weather.open-meteo.base-url=ftp://x, base-url",
    "weather.open-meteo.batch-size=601, batch-size",
    "weather.open-meteo.forecast-days=17, forecast-days",
    "weather.open-meteo.upstream.tries=0, tries",
    "weather.open-meteo.upstream.timeout=soon, timeout",
    "weather.nasa-power.upstream.per-day=0, per-day",
    "weather.nasa-power.parallel=0, parallel"
  })
  void aWrongValueStopsTheStartAndNamesItself(String property, String named) {
    context
        .withPropertyValues(property)
        .run(started -> assertThat(started).getFailure().hasStackTraceContaining(named));
  }
}

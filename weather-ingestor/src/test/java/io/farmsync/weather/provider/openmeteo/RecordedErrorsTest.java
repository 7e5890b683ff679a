package io.farmsync.weather.provider.openmeteo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.upstream.UpstreamSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Every recorded error as the service would send it: a named failure, and never a report. */
class RecordedErrorsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "200_not_json_nan.txt, UNREADABLE",
    "400_coordinates_count.json, REFUSED",
    "400_date_range.json, REFUSED",
    "400_latitude.json, REFUSED",
    "400_unknown_variable.json, REFUSED",
    "429_concurrent.json, THROTTLED",
    "429_daily.json, THROTTLED",
    "429_hourly.json, THROTTLED",
    "429_minutely.json, THROTTLED",
    "503_overloaded.json, SERVER_ERROR"
  })
  void aRecordedErrorIsANamedFailure(String file, WeatherAnswer.Code code) throws IOException {
    var body = new String(new SampleData().bytes("weather/open-meteo/errors/" + file), UTF_8);
    int status = Integer.parseInt(file.substring(0, 3));
    try (var upstreams = SampleUpstreams.start()) {
      upstreams.fail(
          Route.OPEN_METEO,
          new Fault.Reply(status, Map.of("Content-Type", "application/json"), body));
      try (var provider =
          OpenMeteoConfiguration.create(
              properties(upstreams), new SimpleMeterRegistry(), Clock.systemUTC())) {
        var answer = provider.fetch(List.of(new Place("1.0,2.0", 1, 2))).getFirst();
        assertThat(answer.report()).isNull();
        assertThat(answer.failure()).isNotNull();
        assertThat(answer.failure().code()).isEqualTo(code);
        assertThat(answer.failure().message()).as("says what the service said").isNotBlank();
      }
    }
  }

  private static OpenMeteoProperties properties(SampleUpstreams upstreams) {
    var upstream =
        new UpstreamSettings(
            Duration.ofSeconds(5),
            1,
            Duration.ofMillis(10),
            DataSize.ofMegabytes(16),
            5,
            Duration.ofSeconds(30),
            1000,
            1000,
            1000);
    return new OpenMeteoProperties(
        upstreams.openMeteoUrl(), ZoneId.of("Africa/Nairobi"), 100, 15, 172, 1, 24, true, upstream);
  }
}

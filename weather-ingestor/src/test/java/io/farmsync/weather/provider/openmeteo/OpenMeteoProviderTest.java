package io.farmsync.weather.provider.openmeteo;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.samples.Exchange;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Request;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.provider.WeatherProvider;
import io.farmsync.weather.upstream.UpstreamSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenMeteoProviderTest {

  private SampleUpstreams world;
  private WeatherProvider provider;

  @BeforeAll
  void start() throws IOException {
    world = SampleUpstreams.start();
  }

  @BeforeEach
  void freshProvider() {
    var upstream =
        new UpstreamSettings(
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(10),
            DataSize.ofMegabytes(16),
            5,
            Duration.ofSeconds(30),
            5000,
            5000,
            5000);
    provider =
        OpenMeteoConfiguration.create(
            new OpenMeteoProperties(
                world.openMeteoUrl(),
                ZoneId.of("Africa/Nairobi"),
                100,
                15,
                172,
                1,
                24,
                true,
                upstream),
            new SimpleMeterRegistry(),
            Clock.systemUTC());
  }

  @AfterEach
  void heal() {
    provider.close();
    world.heal().clearLog();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void aHundredPlacesAreOneCallForEverything() {
    var answers = provider.fetch(places(100));
    assertThat(answers).hasSize(100).allMatch(answer -> answer.report() != null);
    assertThat(answers).extracting(WeatherAnswer::cell).doesNotHaveDuplicates();
    assertThat(world.requests(Route.OPEN_METEO)).isOne();
    var report = answers.get(42).report();
    assertThat(report).isNotNull();
    assertThat(report.current()).isNotNull();
    assertThat(report.hourly()).hasSize(24 + 172);
    assertThat(report.daily()).hasSize(1 + 15);
  }

  /** Fault F25 of the old stack: km/h were published as m/s. */
  @Test
  void windIsAskedForInMetresPerSecondAndDaysInTheDefaultZone() {
    assertThat(provider.fetch(places(1))).hasSize(1);
    var asked = onlyRequest();
    assertThat(asked.parameter("wind_speed_unit")).hasValue("ms");
    assertThat(asked.parameter("timezone")).hasValue("Africa/Nairobi");
    assertThat(asked.parameter("daily"))
        .hasValue(
            "temperature_2m_min,temperature_2m_max,precipitation_sum,wind_speed_10m_max,"
                + "et0_fao_evapotranspiration,shortwave_radiation_sum");
    assertThat(asked.parameter("hourly"))
        .hasValue(
            "temperature_2m,precipitation,wind_speed_10m,cloudcover,relative_humidity_2m,"
                + "soil_temperature_6cm,soil_moisture_1_to_3cm,et0_fao_evapotranspiration,shortwave_radiation");
  }

  @Test
  void aBatchWithTooFewAnswersIsAskedForInParts() {
    world.failWhen(
        Route.OPEN_METEO,
        request -> request.parameter("latitude").orElse("").contains(","),
        Fault.json("[{\"hourly\":{\"time\":[]}}]"));
    assertThat(provider.fetch(places(4))).hasSize(4).allMatch(answer -> answer.report() != null);
  }

  @Test
  void oneUnreadablePlaceOfManyFailsAlone() {
    world.failWhen(
        Route.OPEN_METEO,
        request -> request.parameter("latitude").orElse("").contains("13.5"),
        Fault.json("[{\"latitude\":nan}]"));
    var answers = provider.fetch(places(32));
    assertThat(answers).hasSize(32);
    assertThat(answers.stream().filter(answer -> answer.failure() != null).map(WeatherAnswer::cell))
        .containsExactly("13.5,7.0");
  }

  @Test
  void aServerThatTakesOnePlaceAtATimeIsServedAsWell() {
    world.failWhen(
        Route.OPEN_METEO,
        request -> request.parameter("latitude").orElse("").contains(","),
        Fault.status(400));
    assertThat(provider.fetch(places(8))).hasSize(8).allMatch(answer -> answer.report() != null);
  }

  @Test
  void aDeadServerIsNotAskedForEachHalf() {
    world.fail(Route.OPEN_METEO, Fault.htmlPage());
    var answers = provider.fetch(places(50));
    assertThat(answers)
        .hasSize(50)
        .allMatch(answer -> code(answer) == WeatherAnswer.Code.UNREADABLE);
    assertThat(world.requests(Route.OPEN_METEO)).isOne();
  }

  @Test
  void noiseThatLooksLikeJsonIsBounded() {
    world.fail(Route.OPEN_METEO, Fault.json("{noise"));
    var answers = provider.fetch(places(100));
    assertThat(answers).hasSize(100).allMatch(answer -> answer.failure() != null);
    assertThat(world.requests(Route.OPEN_METEO)).isLessThan(30);
  }

  private Request onlyRequest() {
    return world.exchanges(Route.OPEN_METEO).stream()
        .map(Exchange::request)
        .findFirst()
        .orElseThrow();
  }

  private static WeatherAnswer.Code code(WeatherAnswer answer) {
    var failure = answer.failure();
    assertThat(failure).isNotNull();
    return failure.code();
  }

  private static List<Place> places(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Place((i + 0.5) + ",7.0", (i + 0.5) % 90, 7))
        .toList();
  }
}

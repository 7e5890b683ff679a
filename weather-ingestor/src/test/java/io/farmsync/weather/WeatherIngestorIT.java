package io.farmsync.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.schemas.WeatherRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Farm states in, weather reports out, through a real broker and upstreams that behave and
 * misbehave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeatherIngestorIT {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir static Path state;

  private SampleUpstreams upstreams;
  private ConfigurableApplicationContext service;
  private WeatherTopics topics;

  @BeforeAll
  void start() throws Exception {
    var kafka = EmbeddedPlatform.shared().kafka();
    upstreams = SampleUpstreams.start();
    service = RunningService.start("weather-it", kafka.bootstrapServers(), state, upstreams);
    topics = new WeatherTopics(kafka.bootstrapServers());
  }

  @AfterEach
  void heal() {
    upstreams.heal();
  }

  @AfterAll
  void close() {
    service.close();
    topics.close();
    upstreams.close();
  }

  @Test
  void aFarmBringsTheWeatherOfItsCell() {
    var before = Instant.now();
    topics.put(farm(50.74, 4.06));
    var report = awaitReport("50.7,4.1", WeatherReport.Provider.OPEN_METEO);
    var now = report.current();
    assertThat(now).isNotNull();
    assertThat(now.temperatureC()).isBetween(-40.0, 50.0);
    assertThat(now.windSpeedMps()).isBetween(0.0, 60.0);
    assertThat(now.observedAt()).isBetween(before.minus(Duration.ofHours(1)), Instant.now());
    assertThat(report.hourly()).hasSizeGreaterThanOrEqualTo(168);
    assertThat(report.hourly().getFirst().timestamp())
        .as("a day back, so that today is whole in every zone")
        .isBetween(before.minus(Duration.ofHours(25)), Instant.now().minus(Duration.ofHours(23)));
    assertThat(report.daily()).hasSizeGreaterThanOrEqualTo(14);
    var days = awaitReport("50.7,4.1", WeatherReport.Provider.NASA_POWER).daily();
    assertThat(days).hasSize(16).allMatch(day -> day.windSpeedMaxMps() == null);
    assertThat(days.getFirst().tMinC()).isNotNull();
    assertThat(days.getLast().tMinC()).as("the newest days are missing").isNull();
    var whole = topics.report("50.7,4.1").orElseThrow();
    assertThat(whole.providers()).hasSize(2);
    assertThat(whole.timeZone()).isEqualTo("Africa/Nairobi");
  }

  @Test
  void manyFarmsOfOneCellCostOnePlace() {
    long before = asked("51.9");
    for (int i = 0; i < 20; i++) {
      topics.put(farm(51.9 + i / 1000.0, 5.5));
    }
    awaitReport("51.9,5.5", WeatherReport.Provider.OPEN_METEO);
    topics.put(farm(51.91, 5.51));
    topics.put(farm(10.05, 10.05));
    awaitReport("10.1,10.1", WeatherReport.Provider.OPEN_METEO); // what came before it is through
    assertThat(asked("51.9") - before).isOne();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("dead", Fault.dropConnection(), 1.0, WeatherAnswer.Code.UNREACHABLE),
        Arguments.of("silent", Fault.neverAnswer(), 2.0, WeatherAnswer.Code.TIMEOUT),
        Arguments.of("throttling", Fault.tooManyRequests("1"), 3.0, WeatherAnswer.Code.THROTTLED),
        Arguments.of("broken", Fault.status(500), 4.0, WeatherAnswer.Code.SERVER_ERROR),
        Arguments.of("a firewall", Fault.htmlPage(), 5.0, WeatherAnswer.Code.UNREADABLE),
        Arguments.of("garbled", Fault.garbage(), 6.0, WeatherAnswer.Code.UNREADABLE),
        Arguments.of("cut off", Fault.truncatedBody(), 7.0, WeatherAnswer.Code.UNREACHABLE),
        Arguments.of("endless", Fault.endlessBody(), 8.0, WeatherAnswer.Code.UNREADABLE),
        Arguments.of("forbidding", Fault.status(403), 9.0, WeatherAnswer.Code.REFUSED),
        Arguments.of("slow", Fault.delay(Duration.ofSeconds(3)), 40.0, WeatherAnswer.Code.TIMEOUT),
        Arguments.of(
            "in wrong units",
            Fault.json(
                "{\"hourly_units\":{\"temperature_2m\":\"K\"},\"hourly\":{\"time\":[\"2026-03-01T00:00\"],\"temperature_2m\":[280]}}"),
            41.0,
            WeatherAnswer.Code.UNREADABLE),
        Arguments.of(
            "without its times",
            Fault.json("{\"hourly\":{\"temperature_2m\":[1]}}"),
            42.0,
            WeatherAnswer.Code.UNREADABLE),
        Arguments.of(
            "saying NaN",
            Fault.json("{\"current\":{\"time\":\"2026-03-01T00:00\",\"temperature_2m\":NaN}}"),
            43.0,
            WeatherAnswer.Code.UNREADABLE),
        Arguments.of("forgetful", Fault.json("[]"), 44.0, WeatherAnswer.Code.UNREADABLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void anUpstreamThatIsOutIsNamedAndAskedAgainUntilItIsBack(
      String name, Fault fault, double latitude, WeatherAnswer.Code code) {
    var cell = "%.1f,20.0".formatted(latitude);
    upstreams.fail(Route.OPEN_METEO, fault);
    topics.put(farm(latitude, 20));
    await().untilAsserted(() -> assertThat(failures(cell)).contains(code));
    assertThat(part(cell, WeatherReport.Provider.OPEN_METEO)).isEmpty();
    // the other provider serves what it has meanwhile
    awaitReport(cell, WeatherReport.Provider.NASA_POWER);
    upstreams.heal();
    awaitReport(cell, WeatherReport.Provider.OPEN_METEO);
  }

  @Test
  void whatReadersWantIsFetchedWithoutAnyFarm() {
    topics.want("57.0,20.0", null);
    awaitReport("57.0,20.0", WeatherReport.Provider.OPEN_METEO);
    var past =
        new WeatherRequest.Days(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-12-31"));
    topics.want("57.0,20.0", past);
    var days = await().until(() -> topics.days("57.0,20.0", past.to()), Optional::isPresent);
    assertThat(days.orElseThrow().days()).hasSize(365);
    assertThat(days.orElseThrow().timeZone()).isEqualTo("UTC");
  }

  @Test
  void anErrorIsCountedByItsType() {
    upstreams.failNext(Route.OPEN_METEO, 3, Fault.status(503));
    topics.put(farm(31, 31));
    awaitReport("31.0,31.0", WeatherReport.Provider.OPEN_METEO);
    var meters = service.getBean(MeterRegistry.class);
    assertThat(
            meters
                .get("weather.provider.errors")
                .tags(
                    "provider", "open_meteo", "endpoint", "forecast", "error_type", "server_error")
                .counter()
                .count())
        .isPositive();
    assertThat(
            meters
                .get("weather.provider.requests")
                .tags("provider", "open_meteo", "endpoint", "forecast")
                .counter()
                .count())
        .isPositive();
  }

  @Test
  void oneUnreadablePlaceDoesNotTakeItsNeighboursAlong() {
    upstreams.failWhen(
        Route.OPEN_METEO,
        request -> request.parameter("latitude").orElse("").contains("33.3"),
        Fault.json("[{\"latitude\":nan}]"));
    topics.put(farm(33.3, 33));
    topics.put(farm(33.5, 33));
    topics.put(farm(33.7, 33));
    awaitReport("33.5,33.0", WeatherReport.Provider.OPEN_METEO);
    awaitReport("33.7,33.0", WeatherReport.Provider.OPEN_METEO);
    await()
        .untilAsserted(
            () -> assertThat(failures("33.3,33.0")).contains(WeatherAnswer.Code.UNREADABLE));
    assertThat(part("33.3,33.0", WeatherReport.Provider.OPEN_METEO)).isEmpty();
  }

  @Test
  void aRecordThatCannotBeReadStandsAsideAndTheWorkGoesOn() {
    topics.putRaw(Topics.FARMS.name(), "broken", "<html>");
    topics.putRaw(Topics.WEATHER_REQUESTS.name(), "36.0,36.0", "{\"cell\":");
    topics.put(farm(36, 36));
    awaitReport("36.0,36.0", WeatherReport.Provider.OPEN_METEO);
    await()
        .untilAsserted(() -> {
          assertThat(topics.deadLetters(Topics.FARMS)).contains("<html>");
          assertThat(topics.deadLetters(Topics.WEATHER_REQUESTS)).contains("{\"cell\":");
        });
  }

  @Test
  void theTraceOfTheFarmGoesOnToItsReport() {
    var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    topics.put(farm(38, 38), trace);
    awaitReport("38.0,38.0", WeatherReport.Provider.OPEN_METEO);
    assertThat(topics.headers("38.0,38.0"))
        .containsEntry("traceparent", trace)
        .containsEntry("ce_type", "weather.reported.v1")
        .doesNotContainKey("tenant");
  }

  private ProviderReport awaitReport(String cell, WeatherReport.Provider provider) {
    return await().until(() -> part(cell, provider), Optional::isPresent).orElseThrow();
  }

  private Optional<ProviderReport> part(String cell, WeatherReport.Provider provider) {
    return topics.report(cell).map(report -> report.providers().get(provider));
  }

  private Stream<WeatherAnswer.Code> failures(String cell) {
    return topics.answers(cell).stream()
        .map(WeatherAnswer::failure)
        .filter(Objects::nonNull)
        .map(WeatherAnswer.Failure.class::cast)
        .map(WeatherAnswer.Failure::code);
  }

  private long asked(String latitude) {
    return upstreams.exchanges(Route.OPEN_METEO).stream()
        .flatMap(exchange ->
            Stream.of(exchange.request().parameter("latitude").orElse("").split(",", -1)))
        .filter(latitude::equals)
        .count();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50));
  }

  private static FarmState farm(double latitude, double longitude) {
    return Farms.active(UUID.randomUUID(), latitude, longitude, 1);
  }
}

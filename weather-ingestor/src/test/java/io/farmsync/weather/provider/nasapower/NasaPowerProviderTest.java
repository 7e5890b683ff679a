package io.farmsync.weather.provider.nasapower;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.provider.WeatherProvider;
import io.farmsync.weather.upstream.UpstreamSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NasaPowerProviderTest {

  private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T01:00:00Z"), ZoneOffset.UTC);
  private SampleUpstreams world;
  private WeatherProvider provider;

  @BeforeAll
  void start() throws IOException {
    world = SampleUpstreams.builder().clock(clock).start();
    var upstream =
        new UpstreamSettings(
            Duration.ofSeconds(5),
            1,
            Duration.ofMillis(10),
            DataSize.ofMegabytes(2),
            50,
            Duration.ofSeconds(30),
            100,
            100,
            100);
    provider =
        NasaPowerConfiguration.create(
            new NasaPowerProperties(
                world.nasaPowerUrl(), ZoneId.of("Africa/Nairobi"), 20, 3, 16, upstream),
            new SimpleMeterRegistry(),
            clock);
  }

  @BeforeEach
  void forget() {
    world.heal().clearLog();
  }

  @AfterAll
  void close() {
    provider.close();
    world.close();
  }

  @Test
  void eachPlaceIsACallOfItsOwnForUtcDaysUpToToday() {
    var answers = provider.fetch(List.of(new Place("1.0,2.0", 1, 2), new Place("3.0,4.0", 3, 4)));
    assertThat(answers).extracting(WeatherAnswer::cell).containsExactly("1.0,2.0", "3.0,4.0");
    var report = answers.getFirst().report();
    assertThat(report).isNotNull();
    assertThat(report.daily()).hasSize(16);
    assertThat(report.daily().getLast().day()).isEqualTo("2026-03-01");
    var request = world.exchanges(Route.NASA_POWER).getFirst().request();
    assertThat(request.parameter("start")).hasValue("20260214");
    assertThat(request.parameter("time-standard")).hasValue("UTC");
    assertThat(request.parameter("community")).hasValue("AG");
  }

  @Test
  void pastDaysAreAskedForAsTheyAre() {
    var days =
        new WeatherRequest.Days(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-12-31"));
    var answer = provider.fetch(List.of(new Place("5.0,6.0", 5, 6, days))).getFirst();
    assertThat(answer.days()).isEqualTo(days);
    assertThat(answer.report()).isNotNull();
    assertThat(answer.report().daily()).hasSize(365);
    assertThat(world.exchanges(Route.NASA_POWER).getLast().request().parameter("end"))
        .hasValue("20251231");
  }

  @Test
  void onePlacesTroubleStaysItsOwn() {
    world.failWhen(
        Route.NASA_POWER,
        request -> request.parameter("latitude").orElse("").equals("7.0"),
        Fault.status(500));
    var answers = provider.fetch(List.of(new Place("7.0,2.0", 7, 2), new Place("9.0,4.0", 9, 4)));
    assertThat(answers.get(0).failure()).isNotNull();
    assertThat(answers.get(1).report()).isNotNull();
  }
}

package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@QueryApiTest
class WeatherReadsIT {

  private static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi");

  @LocalServerPort int port;

  private World world;
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final UUID farm = UUID.randomUUID();
  private final String path = "/api/v1/farms/" + farm + "/weather";
  private String token;

  @BeforeEach
  void enter() {
    world = new World(port);
    token = world.token(tenant, "read");
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void aCellOfWhichNothingIsKnownYetIsAnswered503() {
    register(Examples.bbox("-1.30000", "36.80000", "-1.29000", "36.81000"));
    for (String route : List.of("/current/", "/hourly/", "/daily/")) {
      var answer = world.get(token, path + route);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("5");
      assertThat(answer.errors().path("detail").asString()).contains("not known yet");
    }
  }

  @Test
  void weatherIsToldWithTheOffsetOfTheZoneAndItsGaps() {
    String cell = register(Examples.bbox("0.51000", "35.20000", "0.52000", "35.21000"));
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    LocalDate today = LocalDate.ofInstant(Instant.now(), NAIROBI);
    var hours =
        IntStream.range(-5, 200)
            .mapToObj(i -> new Hour(hour.plus(i, ChronoUnit.HOURS), 20.0, 0.0, null, 88.0))
            .toList();
    publish(Examples.report(cell, hour, hours, List.of(new Day(today, 12.1, null, 0.4, 6.0))));
    var current = world.getOnceThere(token, path + "/current/?format=json").data();
    var time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(hour.atZone(NAIROBI));
    assertThat(current.toString())
        .isEqualTo(
            "{\"observed_at\":\"%s\",\"temperature_c\":7.4,\"wind_speed_mps\":3.2,\"source\":\"open_meteo\",\"fetched_at\":\"%s\",\"stale\":false}"
                .formatted(time, time));
    assertThat(current.path("observed_at").asString()).endsWith("+03:00");
    var hourly = world.get(token, path + "/hourly/").data().path("hours");
    assertThat(hourly).hasSize(48);
    assertThat(hourly.get(0).propertyNames())
        .containsExactly(
            "timestamp",
            "temperature_c",
            "precipitation_mm",
            "wind_speed_mps",
            "cloud_cover_pct",
            "source");
    assertThat(world.get(token, path + "/hourly/?hours=168").data().path("hours")).hasSize(168);
    var daily = world.get(token, path + "/daily/").data().path("forecasts");
    assertThat(daily).hasSize(7);
    assertThat(daily.get(0).toString())
        .isEqualTo(
            "{\"day\":\"%s\",\"t_min_c\":12.1,\"t_max_c\":null,\"precipitation_mm\":0.4,\"wind_speed_max_mps\":6.0,\"is_partial\":true,\"missing_fields\":[\"t_max_c\"],\"source\":\"open_meteo\"}"
                .formatted(today));
    assertThat(daily.get(6).path("missing_fields")).as("folded from its hours").isEmpty();
    var fortnight = world.get(token, path + "/daily/?days=14").data().path("forecasts");
    assertThat(fortnight.get(13).path("missing_fields")).hasSize(3);
    assertThat(world.get(token, path + "/daily/?days=1").data().path("forecasts")).hasSize(1);
  }

  @Test
  void theRunningWeekAndPastDaysAreToldForFarmsToo() {
    String cell = register(Examples.bbox("0.81000", "35.20000", "0.82000", "35.21000"));
    LocalDate today = LocalDate.ofInstant(Instant.now(), NAIROBI);
    publish(
        Examples.report(
            cell,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            List.of(),
            List.of(new Day(today, 12.0, 20.0, 0.4, 6.0))));
    var weeks = world.getOnceThere(token, path + "/weekly/").data().path("reports");
    assertThat(weeks).hasSize(1);
    assertThat(weeks.get(0).path("days")).hasSize(7);
    assertThat(weeks.get(0).path("t_min_avg_c").asDouble()).isEqualTo(12.0);
    assertThat(weeks.get(0).path("is_partial").asBoolean()).isTrue();
    assertThat(weeks.get(0).path("missing_days_count").asInt()).isEqualTo(6);
    var days =
        world
            .get(token, path + "/daily/?start=" + today.minusDays(3) + "&end=" + today)
            .data()
            .path("forecasts");
    assertThat(days).hasSize(4);
    assertThat(fieldsOf("/daily/?start=" + today)).containsExactly("end");
  }

  /** Fault F4 of the old stack: any token read any farm's weather. */
  @Test
  void theWeatherOfAnothersFarmIsNotFound() {
    register(Examples.BBOX);
    String stranger = world.token("stranger-" + UUID.randomUUID(), "read");
    for (String route : List.of("/current/", "/hourly/", "/daily/", "/weekly/")) {
      assertThat(world.get(stranger, path + route).status()).isEqualTo(404);
    }
  }

  @Test
  void wrongParametersAreRefusedByName() {
    register(Examples.BBOX);
    assertThat(fieldsOf("/current/?lat=1&tz=UTC")).containsExactlyInAnyOrder("lat", "tz");
    assertThat(fieldsOf("/hourly/?hours=169")).containsExactly("hours");
    assertThat(fieldsOf("/hourly/?hours=0")).containsExactly("hours");
    assertThat(fieldsOf("/daily/?days=15")).containsExactly("days");
  }

  @Test
  void anUnreadableReportLeavesTheLastOneAndIsADeadLetter() {
    String cell = register(Examples.bbox("0.71000", "35.20000", "0.72000", "35.21000"));
    publish(
        Examples.report(cell, Instant.now().truncatedTo(ChronoUnit.SECONDS), List.of(), List.of()));
    world.getOnceThere(token, path + "/current/");
    world.publish(Topics.WEATHER_REPORTS.name(), cell, "<html>".getBytes(StandardCharsets.UTF_8));
    await().atMost(World.SOON).until(() -> world.records("weather-reports-dlt", cell).size() == 1);
    assertThat(world.get(token, path + "/current/").status()).isEqualTo(200);
  }

  private Iterable<String> fieldsOf(String route) {
    var answer = world.get(token, path + route);
    assertThat(answer.status()).isEqualTo(400);
    return answer.errors().propertyNames();
  }

  private void publish(WeatherReport report) {
    world.publish(Topics.WEATHER_REPORTS, report.cell(), report);
  }

  /** Registers the farm without a centroid; returns the cell of its middle. */
  private String register(Bbox bbox) {
    var example = Examples.farm(farm, tenant, 1, bbox, Examples.NOON, true);
    var state = Examples.withoutCentroid(example);
    world.publish(Topics.FARM_EVENTS, farm.toString(), Examples.registered(state));
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    return WeatherCell.of(state).id();
  }
}

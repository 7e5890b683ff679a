package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherDays;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.WeatherWanted;
import io.farmsync.schemas.kafka.JsonSerde;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each test has cells of its own; the broker plays the ingestor. */
@QueryApiTest
class PointWeatherIT {

  private static final String WEATHER = "/api/v1/weather";
  private static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi");

  @LocalServerPort int port;

  private final String tenant = "tenant-" + UUID.randomUUID();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final LocalDate today = LocalDate.ofInstant(now, NAIROBI);
  private World world;
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

  /** Fault F28 of the old stack: weather was fetched in the request's thread. */
  @Test
  void aColdPointIsQueuedOnceAndWarmAtTheNextTry() {
    for (int i = 0; i < 3; i++) {
      var cold = world.get(token, WEATHER + "/current/?lat=11.04&lon=-11.02");
      assertThat(cold.status()).isEqualTo(503);
      assertThat(cold.header("Retry-After")).isEqualTo("5");
    }
    await().atMost(World.SOON).untilAsserted(() -> assertThat(wanted("11.0,-11.0")).hasSize(1));
    assertThat(wanted("11.0,-11.0").getFirst().days()).isNull();
    publish(report("11.0,-11.0", now));
    var warm = world.getOnceThere(token, WEATHER + "/current/?lat=11.04&lon=-11.02").data();
    assertThat(warm.path("temperature_c").asDouble()).isEqualTo(7.4);
    assertThat(warm.path("stale").asBoolean()).isFalse();
    await()
        .atMost(World.SOON)
        .untilAsserted(() ->
            assertThat(world.text("/metrics"))
                .contains("weather_cache_misses_total{")
                .contains("weather_cache_hits_total{"));
  }

  @Test
  void aTenantsBudgetBoundsWhatIsFetchedForIt() {
    var statuses =
        IntStream.range(0, 70)
            .map(i -> world.get(token, WEATHER + "/current/?lat=-60&lon=" + i / 10.0).status())
            .boxed()
            .toList();
    assertThat(statuses.subList(0, 60)).containsOnly(503);
    assertThat(statuses.subList(62, 70)).containsOnly(429);
    var refused = world.get(token, WEATHER + "/current/?lat=-61&lon=0");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 61);
  }

  /** The last good report is told with its own time, and says that it is old. */
  @Test
  void anOldReportIsToldAsStaleAndAskedForAgain() {
    var hoursAgo = now.minus(5, ChronoUnit.HOURS);
    publish(report("12.0,-11.0", hoursAgo));
    var old = world.getOnceThere(token, WEATHER + "/current/?lat=12&lon=-11&tz=UTC").data();
    assertThat(old.path("stale").asBoolean()).isTrue();
    assertThat(Instant.parse(old.path("fetched_at").asString())).isEqualTo(hoursAgo);
    assertThat(Instant.parse(old.path("observed_at").asString())).isEqualTo(hoursAgo);
    assertThat(
            world.get(token, WEATHER + "/hourly/?lat=12&lon=-11").data().path("stale").asBoolean())
        .isTrue();
    await().atMost(World.SOON).untilAsserted(() -> assertThat(wanted("12.0,-11.0")).isNotEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "Africa/Nairobi, +03:00",
    "Asia/Kathmandu, +05:45",
    "Pacific/Kiritimati, +14:00",
    "Pacific/Niue, -11:00"
  })
  void hoursAndDaysAreThoseOfTheZoneAskedFor(String zone, String offset) {
    publish(report("13.0,-11.0", now));
    var query = "?lat=13&lon=-11&tz=" + zone;
    var hours =
        world.getOnceThere(token, WEATHER + "/hourly/" + query + "&hours=24").data().path("hours");
    assertThat(hours).hasSize(24);
    assertThat(hours.get(0).path("timestamp").asString()).endsWith(offset);
    assertThat(hours.get(0).path("extended").path("relative_humidity_pct").asDouble())
        .isEqualTo(80);
    var day = LocalDate.ofInstant(now, ZoneId.of(zone));
    var daily =
        world
            .get(token, WEATHER + "/daily/" + query + "&start=" + day + "&end=" + day.plusDays(1))
            .data()
            .path("forecasts");
    assertThat(daily).hasSize(2);
    assertThat(daily.get(0).path("day").asString()).isEqualTo(day.toString());
    assertThat(daily.get(0).path("is_partial").asBoolean()).isFalse();
    assertThat(daily.get(0).path("t_min_c").asDouble())
        .isEqualTo(zone.equals("Africa/Nairobi") ? 10 : 20);
    assertThat(daily.get(0).path("extended").propertyNames())
        .contains("growing_degree_days_base_10_c");
  }

  @Test
  void pastDaysComeFromTheHistoryAndCorrectionsReplace() {
    var first = today.minusDays(40);
    var days = IntStream.range(0, 10).mapToObj(i -> day(first.plusDays(i), 1.0)).toList();
    publish(history("14.0,-11.0", WeatherReport.Provider.OPEN_METEO, first, days));
    publish(
        history(
            "14.0,-11.0",
            WeatherReport.Provider.OPEN_METEO,
            first.plusDays(1),
            List.of(day(first.plusDays(3), 2.5))));
    var query = "?lat=14&lon=-11&start=%s&end=%s".formatted(first, first.plusDays(9));
    await()
        .atMost(World.SOON)
        .untilAsserted(() -> {
          var told = world.get(token, WEATHER + "/daily/" + query);
          assertThat(told.status()).isEqualTo(200);
          assertThat(told.data().path("forecasts").get(3).path("t_min_c").asDouble())
              .isEqualTo(2.5);
        });
    var told = world.get(token, WEATHER + "/daily/" + query).data();
    assertThat(told.path("forecasts")).hasSize(10);
    assertThat(told.path("stale").asBoolean()).as("what is over does not grow old").isFalse();
    var weeks = world.get(token, WEATHER + "/weekly/" + query).data().path("reports");
    assertThat(weeks.get(0).propertyNames())
        .contains("week_start", "week_end", "t_min_avg_c", "precipitation_sum_mm", "is_partial");
    assertThat(weeks.get(0).path("is_partial").asBoolean())
        .as("a cut week is partial")
        .isEqualTo(weeks.get(0).path("days").size() < 7);
    assertThat(wanted("14.0,-11.0")).as("nothing is missing").isEmpty();
  }

  @Test
  void gapsOfTheHistoryAreQueuedAndFilled() {
    var first = today.minusDays(200);
    var query = "?lat=15&lon=-11&start=%s&end=%s".formatted(first, first.plusDays(99));
    assertThat(world.get(token, WEATHER + "/daily/" + query).status()).isEqualTo(503);
    await().atMost(World.SOON).untilAsserted(() -> assertThat(wanted("15.0,-11.0")).hasSize(1));
    assertThat(wanted("15.0,-11.0").getFirst().days())
        .isEqualTo(new WeatherRequest.Days(first, first.plusDays(99)));
    var known = IntStream.range(0, 99).mapToObj(i -> day(first.plusDays(i), 1.0)).toList();
    var filled = new ArrayList<>(known);
    filled.add(new Day(first.plusDays(99), null, null, null, null));
    publish(history("15.0,-11.0", WeatherReport.Provider.NASA_POWER, today, filled));
    var told = world.getOnceThere(token, WEATHER + "/daily/" + query).data().path("forecasts");
    assertThat(told).hasSize(100);
    assertThat(told.get(98).path("source").asString()).isEqualTo("nasa_power");
    assertThat(told.get(99).path("missing_fields")).hasSize(3);
    assertThat(wanted("15.0,-11.0")).as("what nobody has is not asked for again").hasSize(1);
  }

  @Test
  void onePointAndManyAtAnInstant() {
    publish(report("16.0,-11.0", now));
    var hour = now.truncatedTo(ChronoUnit.HOURS);
    var one =
        world.getOnceThere(token, WEATHER + "/point/?lat=16&lon=-11&ts=" + now + "&tz=UTC").data();
    assertThat(one.path("temp_c").asDouble()).isEqualTo(20);
    assertThat(one.path("precip_mm").asDouble()).isEqualTo(0.5);
    assertThat(Instant.parse(one.path("ts").asString())).isEqualTo(hour);
    assertThat(one.has("wait_seconds")).isFalse();
    var longAgo = world.get(token, WEATHER + "/point/?lat=16&lon=-11&ts=1000000000").data();
    assertThat(longAgo.path("temp_c").isNull()).isTrue();
    var many =
        world.post(
            token,
            WEATHER + "/bulk/",
            "{\"points\":[{\"lat\":16,\"lon\":-11},{\"lat\":16.5,\"lon\":-11,\"ts\":1000000000}]}");
    assertThat(many.status()).isEqualTo(200);
    var results = many.data().path("results");
    assertThat(results.get(0).path("state").asString()).isEqualTo("known");
    assertThat(results.get(1).path("state").asString()).isEqualTo("queued");
    assertThat(results.get(1).path("temp_c").isNull()).isTrue();
  }

  @Test
  void nasaPowerHasNoHoursAndPerhapsNoCurrentValue() {
    var part = new WeatherReport.ProviderReport(now, null, List.of(), List.of(day(today, 1.0)));
    publish(
        new WeatherReport(
            "17.0,-11.0",
            17,
            -11,
            "Africa/Nairobi",
            Map.of(WeatherReport.Provider.NASA_POWER, part),
            now));
    var query = "?lat=17&lon=-11&provider=NASA_Power";
    var hours = world.getOnceThere(token, WEATHER + "/hourly/" + query).data();
    assertThat(hours.path("hours")).isEmpty();
    var current = world.get(token, WEATHER + "/current/" + query).data();
    assertThat(current.path("temperature_c").isNull()).isTrue();
    assertThat(current.path("source").asString()).isEqualTo("nasa_power");
  }

  /** Fault F27 of the old stack: lat=nan passed, and a provider's failure was a 500. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/current/?lat=nan&lon=4|lat",
        "/current/?lat=1&lon=Infinity|lon",
        "/current/?lat=90.01&lon=4|lat",
        "/current/?lat=1&lon=-180.5|lon",
        "/current/?lat=1e-999999999&lon=4|lat",
        "/current/?lon=4|lat",
        "/current/?lat=1&lon=4&tz=Moon/Base|tz",
        "/current/?lat=1&lon=4&provider=accu|provider",
        "/hourly/?lat=1&lon=4&hours=169|hours",
        "/daily/?lat=1&lon=4&end=2026-01-01|start",
        "/daily/?lat=1&lon=4&start=2026-01-02&end=2026-01-01|end",
        "/daily/?lat=1&lon=4&start=2025-01-01&end=2026-01-02|end",
        "/weekly/?lat=1&lon=4&start=soon&end=2026-01-02|start",
        "/point/?lat=1&lon=4&ts=soon|ts"
      })
  void wrongParametersAreRefusedByName(String route, String field) {
    var answer = world.get(token, WEATHER + route);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"points\":[]}|points",
        "[]|points",
        "{\"points\":[{\"lat\":1,\"lon\":2},{\"lat\":\"nan\",\"lon\":2}]}|points[1].lat",
        "{\"points\":[{\"lat\":1,\"lon\":2,\"ts\":\"soon\"}]}|points[0].ts",
        "{\"points\":|detail"
      })
  void aWrongBulkIsRefusedByItsPlace(String body, String field) {
    var answer = world.post(token, WEATHER + "/bulk/", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
  }

  @Test
  void nobodyReadsWithoutCredentials() {
    for (var route : List.of("/current/?lat=1&lon=1", "/point/?lat=1&lon=1", "/daily/")) {
      assertThat(world.get(null, WEATHER + route).status()).isEqualTo(401);
    }
  }

  private List<WeatherWanted> wanted(String cell) {
    return world.records(Topics.WEATHER_WANTED.name(), cell).stream()
        .map(record -> JsonSerde.of(Topics.WEATHER_WANTED).read(record.value()))
        .filter(Objects::nonNull)
        .map(WeatherWanted.class::cast)
        .toList();
  }

  private void publish(WeatherReport report) {
    world.publish(Topics.WEATHER_REPORTS, report.cell(), report);
  }

  private void publish(WeatherDays days) {
    world.publish(Topics.WEATHER_DAYS, days.cell(), days);
  }

  private static WeatherDays history(
      String cell, WeatherReport.Provider provider, LocalDate fetched, List<Day> days) {
    var zone = provider == WeatherReport.Provider.NASA_POWER ? "UTC" : "Africa/Nairobi";
    var at = fetched.plusDays(50).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new WeatherDays(cell, 1, 1, provider, zone, at, days);
  }

  private static Day day(LocalDate day, double minimum) {
    return new Day(day, minimum, 12.0, 0.5, 3.0);
  }

  /** Four days of hours at 20 °C from a day before, and the zone's own days at 10 °C. */
  private WeatherReport report(String cell, Instant at) {
    var first = at.truncatedTo(ChronoUnit.HOURS).minus(24, ChronoUnit.HOURS);
    var hours =
        IntStream.range(0, 96)
            .mapToObj(i -> new Hour(first.plus(i, ChronoUnit.HOURS), 20.0, 0.5, 3.0, 50.0))
            .toList();
    var days = IntStream.range(-1, 5).mapToObj(i -> day(today.plusDays(i), 10.0)).toList();
    var part =
        new WeatherReport.ProviderReport(
            at,
            new WeatherReport.Current(at, 7.4, 3.2),
            hours,
            days,
            Map.of("relative_humidity_pct", Collections.nCopies(96, 80.0)));
    return new WeatherReport(
        cell, 1, 1, "Africa/Nairobi", Map.of(WeatherReport.Provider.OPEN_METEO, part), at);
  }
}

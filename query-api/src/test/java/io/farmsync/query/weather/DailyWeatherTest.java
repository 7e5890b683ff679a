package io.farmsync.query.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyWeatherTest {

  private static final String NAIROBI = "Africa/Nairobi";
  private static final String CELL = "50.9,4.3";
  private static final WeatherReport.Provider OPEN_METEO = WeatherReport.Provider.OPEN_METEO;
  private static final WeatherReport.Provider NASA_POWER = WeatherReport.Provider.NASA_POWER;

  private final Map<WeatherReport.Provider, List<PastDay>> history =
      new EnumMap<>(WeatherReport.Provider.class);

  @ParameterizedTest(name = "{0} in {1} has {2} hours")
  @CsvSource({
    "2026-03-29, Europe/Brussels, 23", // clocks go forward
    "2026-10-25, Europe/Brussels, 25", // and back
    "2026-03-28, Europe/Brussels, 24",
    "2026-04-05, Australia/Lord_Howe, 25", // half an hour back: 24.5 hours, in which 25 begin
    "2026-03-01, Asia/Kathmandu, 24", // a quarter to
    "2026-03-01, Australia/Adelaide, 24", // half past
    "2026-03-01, Pacific/Kiritimati, 24", // beyond the date line
    "2026-03-01, Pacific/Niue, 24"
  })
  void aDayHasTheHoursOfItsZone(LocalDate day, String zone, int hours) {
    assertThat(DaySpan.of(day, ZoneId.of(zone)).hours()).hasSize(hours);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "2026-03-29, Europe/Brussels, 2026-03-28T23:00:00Z, 23",
    "2026-10-25, Europe/Brussels, 2026-10-24T22:00:00Z, 25",
    "2026-03-01, Australia/Adelaide, 2026-02-28T14:00:00Z, 24",
    "2026-03-01, Pacific/Kiritimati, 2026-02-28T10:00:00Z, 24",
    "2026-03-01, Pacific/Niue, 2026-03-01T11:00:00Z, 24"
  })
  void aDayOfAnotherZoneIsFoldedFromItsHours(LocalDate day, String zone, Instant first, int count) {
    var hours = new ArrayList<Hour>();
    hours.add(hour(first.minus(1, ChronoUnit.HOURS), -50.0));
    for (int i = 0; i < count; i++) {
      hours.add(hour(first.plus(i, ChronoUnit.HOURS), 1.0 * i));
    }
    hours.add(hour(first.plus(count, ChronoUnit.HOURS), 60.0));
    var report = report(first, hours, List.of(new Day(day, -9.0, 99.0, 9.0, 9.0)));
    var told = daily(zone, report).day(day);
    assertThat(told.value()).isEqualTo(new Day(day, 0.0, count - 1.0, 0.5 * count, count - 1.0));
    assertThat(told.source()).isEqualTo(OPEN_METEO);
  }

  @Test
  void aMeasureThatOneHourLacksIsAbsentFromTheDay() {
    var day = LocalDate.parse("2026-03-01");
    var hours = new ArrayList<>(hours(Instant.parse("2026-03-01T00:00:00Z"), 24));
    hours.set(5, new Hour(hours.get(5).timestamp(), null, 0.5, 1.0, null));
    var told = daily("UTC", report(hours.getFirst().timestamp(), hours, List.of())).day(day);
    assertThat(told.value().tMinC()).isNull();
    assertThat(told.value().precipitationMm()).isEqualTo(12.0);
  }

  @Test
  void aDayWithoutAllOfItsHoursIsNotGuessed() {
    var hours = hours(Instant.parse("2026-03-01T01:00:00Z"), 23);
    var told = daily("UTC", report(hours.getFirst().timestamp(), hours, List.of()));
    assertThat(told.day(LocalDate.parse("2026-03-01")).value().saysSomething()).isFalse();
  }

  @Test
  void extendedMeasuresOfHoursAreSummedToTheDay() {
    var first = Instant.parse("2026-03-01T00:00:00Z");
    var columns =
        Map.<String, List<@Nullable Double>>of(
            "shortwave_radiation_w_m2", column(24, 100.0),
            "reference_evapotranspiration_mm", column(23, 0.1));
    var part = new ProviderReport(first, null, hours(first, 24), List.of(), columns);
    var told = daily("UTC", report(first, Map.of(OPEN_METEO, part)));
    assertThat(told.day(LocalDate.parse("2026-03-01")).value().extended())
        .containsOnly(Map.entry("shortwave_radiation_sum_mj_m2", 8.64));
  }

  @Test
  void theProvidersOwnDayIsToldWhereItIsTheSameDay() {
    var day = LocalDate.parse("2026-03-01");
    var own = new Day(day, 1.0, 2.0, 3.0, 4.0);
    var report = report(Instant.parse("2026-02-28T22:00:00Z"), List.of(), List.of(own));
    assertThat(daily(NAIROBI, report).day(day).value()).isEqualTo(own);
    assertThat(daily("Asia/Riyadh", report).day(day).value())
        .as("another name of the same hours")
        .isEqualTo(own);
    assertThat(daily("Europe/Brussels", report).day(day).value().saysSomething()).isFalse();
  }

  @Test
  void theSecondProviderSpeaksWhereTheFirstIsSilent() {
    var at = Instant.parse("2026-03-01T12:00:00Z");
    var first = LocalDate.parse("2026-03-01");
    var report =
        report(
            at,
            Map.of(
                OPEN_METEO,
                new ProviderReport(
                    at, null, List.of(), List.of(day(first, 1.0), day(first.plusDays(1), null))),
                NASA_POWER,
                new ProviderReport(
                    at, null, List.of(), List.of(day(first, 5.0), day(first.plusDays(1), 2.0)))));
    var told = daily(NAIROBI, report);
    assertThat(told.day(first).source()).isEqualTo(OPEN_METEO);
    assertThat(told.day(first.plusDays(1)).source()).isEqualTo(NASA_POWER);
    assertThat(told.day(first.plusDays(2)))
        .isEqualTo(new Weather.Sourced<>(day(first.plusDays(2), null), OPEN_METEO, null));
  }

  /** Fault F26 of the old stack: in zones west of UTC its days moved to the day before. */
  @ParameterizedTest
  @CsvSource({"America/Los_Angeles", "Pacific/Honolulu", "UTC", "Asia/Kathmandu", NAIROBI})
  void nasaPowersDaysKeepTheirDateInEveryZone(String zone) {
    var day = LocalDate.parse("2026-01-10");
    history.put(
        NASA_POWER,
        List.of(new PastDay(day(day, 4.0), "UTC", Instant.parse("2026-02-01T00:00:00Z"))));
    var told = daily(zone, null);
    assertThat(told.day(day).value()).isEqualTo(day(day, 4.0));
    assertThat(told.day(day.minusDays(1)).value().saysSomething()).isFalse();
  }

  @Test
  void aDayOfTheHistoryIsToldInItsOwnZoneOnly() {
    var day = LocalDate.parse("2026-01-10");
    var fetched = Instant.parse("2026-01-11T00:00:00Z");
    history.put(OPEN_METEO, List.of(new PastDay(day(day, 4.0), NAIROBI, fetched)));
    assertThat(daily(NAIROBI, null).day(day).fetchedAt()).isEqualTo(fetched);
    assertThat(daily("UTC", null).day(day).value().saysSomething()).isFalse();
  }

  private DailyWeather daily(String zone, @Nullable WeatherReport report) {
    return new DailyWeather(
        ZoneId.of(zone),
        Preference.USUAL,
        report,
        (cell, provider, from, to) -> history.getOrDefault(provider, List.of()),
        CELL,
        LocalDate.parse("2026-01-01"),
        LocalDate.parse("2026-12-31"));
  }

  private static List<Hour> hours(Instant first, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> hour(first.plus(i, ChronoUnit.HOURS), 1.0 * i))
        .toList();
  }

  private static Hour hour(Instant at, double temperature) {
    return new Hour(at, temperature, 0.5, temperature, null);
  }

  private static List<@Nullable Double> column(int length, double value) {
    return new ArrayList<>(Collections.nCopies(length, value));
  }

  private static Day day(LocalDate day, @Nullable Double minimum) {
    return new Day(day, minimum, null, null, null);
  }

  private static WeatherReport report(Instant fetchedAt, List<Hour> hours, List<Day> days) {
    return report(fetchedAt, Map.of(OPEN_METEO, new ProviderReport(fetchedAt, null, hours, days)));
  }

  private static WeatherReport report(
      Instant at, Map<WeatherReport.Provider, ProviderReport> providers) {
    return new WeatherReport(CELL, 50.9, 4.3, NAIROBI, providers, at);
  }
}

package io.farmsync.query.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeatherTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");
  private static final WeatherReport.Provider OPEN_METEO = WeatherReport.Provider.OPEN_METEO;
  private static final WeatherReport.Provider NASA_POWER = WeatherReport.Provider.NASA_POWER;

  @Test
  void theSecondProviderSpeaksWhereTheFirstIsSilent() {
    var known = new Current(NOON, 20.0, null);
    var report =
        report(
            Map.of(
                OPEN_METEO, new ProviderReport(NOON, null, List.of(), List.of()),
                NASA_POWER, new ProviderReport(NOON, known, List.of(), List.of())));
    assertThat(Weather.current(report)).contains(new Sourced<>(known, NASA_POWER));
  }

  @Test
  void nothingKnownIsNothingTold() {
    var report = report(Map.of());
    assertThat(Weather.current(report)).isEmpty();
    assertThat(Weather.hours(report, NOON, 48)).isEmpty();
  }

  @Test
  void hoursBeginWithTheRunningOne() {
    var hours =
        IntStream.range(0, 10)
            .mapToObj(i -> new Hour(NOON.plusSeconds(3600L * (i - 3)), 1.0 * i, null, null, null))
            .toList();
    var report = report(Map.of(OPEN_METEO, new ProviderReport(NOON, null, hours, List.of())));
    assertThat(Weather.hours(report, NOON.plusSeconds(3599), 3))
        .extracting(hour -> hour.value().timestamp())
        .containsExactly(NOON, NOON.plusSeconds(3600), NOON.plusSeconds(7200));
  }

  @Test
  void everyDayAskedForIsTold() {
    var report =
        report(
            Map.of(
                OPEN_METEO,
                new ProviderReport(
                    NOON, null, List.of(), List.of(day(-1, 9.0), day(0, 1.0), day(1, null))),
                NASA_POWER,
                new ProviderReport(NOON, null, List.of(), List.of(day(0, 5.0), day(1, 2.0)))));
    assertThat(Weather.days(report, TODAY, 3))
        .containsExactly(
            new Sourced<>(day(0, 1.0), OPEN_METEO),
            new Sourced<>(day(1, 2.0), NASA_POWER),
            new Sourced<>(day(2, null), OPEN_METEO));
  }

  private static Day day(int fromToday, @Nullable Double min) {
    return new Day(TODAY.plusDays(fromToday), min, null, null, null);
  }

  private static WeatherReport report(Map<WeatherReport.Provider, ProviderReport> providers) {
    return new WeatherReport("50.9,4.3", 50.9, 4.3, "Africa/Nairobi", providers, NOON);
  }
}

package io.farmsync.query.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeatherTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Preference USUAL = Preference.USUAL;
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
    assertThat(Weather.current(report, USUAL)).contains(new Sourced<>(known, NASA_POWER, NOON));
  }

  @Test
  void nothingKnownIsNothingTold() {
    var report = report(Map.of());
    assertThat(Weather.current(report, USUAL)).isEmpty();
    assertThat(Weather.hours(report, USUAL, NOON, 48)).isEmpty();
  }

  @Test
  void hoursBeginWithTheRunningOne() {
    var hours =
        IntStream.range(0, 10)
            .mapToObj(i -> new Hour(NOON.plusSeconds(3600L * (i - 3)), 1.0 * i, null, null, null))
            .toList();
    var report = report(Map.of(OPEN_METEO, new ProviderReport(NOON, null, hours, List.of())));
    assertThat(Weather.hours(report, USUAL, NOON.plusSeconds(3599), 3))
        .extracting(hour -> hour.value().hour().timestamp())
        .containsExactly(NOON, NOON.plusSeconds(3600), NOON.plusSeconds(7200));
  }

  @Test
  void theHourOfAnInstantIsTheOneItLiesIn() {
    var hours =
        List.of(
            new Hour(NOON, 1.0, null, null, null),
            new Hour(NOON.plusSeconds(3600), 2.0, null, null, null));
    var report = report(Map.of(OPEN_METEO, new ProviderReport(NOON, null, hours, List.of())));
    assertThat(Weather.hour(report, USUAL, NOON.plusSeconds(3599)))
        .hasValueSatisfying(hour -> assertThat(hour.value().hour().temperatureC()).isEqualTo(1.0));
    assertThat(Weather.hour(report, USUAL, NOON.minusSeconds(1))).isEmpty();
    assertThat(Weather.hour(report, USUAL, NOON.plusSeconds(7200))).isEmpty();
  }

  @Test
  void whoAsksForNasaPowerAloneHearsNobodyElse() {
    var said = new ProviderReport(NOON, new Current(NOON, 20.0, 1.0), List.of(), List.of());
    var report = report(Map.of(OPEN_METEO, said));
    assertThat(Weather.current(report, Preference.named("NASA_Power").orElseThrow())).isEmpty();
    assertThat(Preference.named("accuweather")).isEmpty();
  }

  private static WeatherReport report(Map<WeatherReport.Provider, ProviderReport> providers) {
    return new WeatherReport("50.9,4.3", 50.9, 4.3, "Africa/Nairobi", providers, NOON);
  }
}

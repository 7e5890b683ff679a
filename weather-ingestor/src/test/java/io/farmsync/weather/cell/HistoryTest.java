package io.farmsync.weather.cell;

import static io.farmsync.schemas.WeatherReport.Provider.NASA_POWER;
import static io.farmsync.schemas.WeatherReport.Provider.OPEN_METEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherDays;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.schemas.WeatherRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {

  /** Half past two in the night of 2 March in Nairobi, still 1 March in UTC. */
  private static final Instant NIGHT = Instant.parse("2026-03-01T23:30:00Z");

  private final History history = new History(2);

  @Test
  void onlyDaysThatAreOverInTheReportsZoneAreKept() {
    var report = report(NIGHT, day("2026-03-01", 4.0), day("2026-03-02", 5.0));
    assertThat(kept(answer(OPEN_METEO, report), null)).containsExactly(day("2026-03-01", 4.0));
    assertThat(history.of(answer(OPEN_METEO, report), null))
        .hasValueSatisfying(days -> assertThat(days.timeZone()).isEqualTo("Africa/Nairobi"));
  }

  @Test
  void nasaPowersDaysAreThoseOfUtc() {
    var report = report(NIGHT, day("2026-02-28", 4.0), day("2026-03-01", 5.0));
    assertThat(kept(answer(NASA_POWER, report), null)).containsExactly(day("2026-02-28", 4.0));
    assertThat(history.of(answer(NASA_POWER, report), null).map(WeatherDays::timeZone))
        .contains("UTC");
  }

  @Test
  void theSameAgainIsNotKeptTwiceButACorrectionIs() {
    var first = report(NIGHT, day("2026-03-01", 4.0));
    var later = NIGHT.plusSeconds(3600);
    assertThat(kept(answer(OPEN_METEO, report(later, day("2026-03-01", 4.0))), first)).isEmpty();
    assertThat(kept(answer(OPEN_METEO, report(later, day("2026-03-01", 4.2))), first))
        .containsExactly(day("2026-03-01", 4.2));
  }

  @Test
  void aForecastThatCameTrueIsKeptAllTheSame() {
    var forecast = report(NIGHT.minusSeconds(86_400), day("2026-03-01", 4.0));
    assertThat(kept(answer(OPEN_METEO, report(NIGHT, day("2026-03-01", 4.0))), forecast))
        .containsExactly(day("2026-03-01", 4.0));
  }

  @Test
  void daysThatSayNothingAreNotKeptUnlessTheyWereAskedForAndAreOldEnough() {
    var silent = report(NIGHT, day("2026-02-20", null));
    assertThat(kept(answer(NASA_POWER, silent), null)).isEmpty();
    var days =
        new WeatherRequest.Days(LocalDate.parse("2026-02-19"), LocalDate.parse("2026-02-28"));
    var asked = answer(NASA_POWER, report(NIGHT, day("2026-02-20", 1.0)), days);
    assertThat(kept(asked, null))
        .as("up to the lag, known or not")
        .hasSize(9)
        .contains(day("2026-02-19", null), day("2026-02-20", 1.0), day("2026-02-27", null));
  }

  @Test
  void aFailureKeepsNothing() {
    var failure = new WeatherAnswer.Failure(WeatherAnswer.Code.TIMEOUT, "silence", null);
    var answer =
        new WeatherAnswer("1.0,2.0", 1, 2, OPEN_METEO, "Africa/Nairobi", NIGHT, null, failure);
    assertThat(history.of(answer, null)).isEmpty();
  }

  private List<Day> kept(WeatherAnswer answer, @Nullable ProviderReport before) {
    return history.of(answer, before).map(WeatherDays::days).orElse(List.of());
  }

  private static Day day(String day, @Nullable Double minimum) {
    return new Day(LocalDate.parse(day), minimum, null, null, null);
  }

  private static ProviderReport report(Instant fetchedAt, Day... days) {
    return new ProviderReport(fetchedAt, null, List.of(), List.of(days));
  }

  private static WeatherAnswer answer(WeatherReport.Provider provider, ProviderReport report) {
    return answer(provider, report, null);
  }

  private static WeatherAnswer answer(
      WeatherReport.Provider provider, ProviderReport report, WeatherRequest.@Nullable Days days) {
    return new WeatherAnswer(
        "1.0,2.0", 1, 2, provider, "Africa/Nairobi", report.fetchedAt(), report, null, days);
  }
}

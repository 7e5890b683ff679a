package io.farmsync.query.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeekTest {

  /** A Monday. */
  private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");

  @Test
  void weeksRunFromMondayToSunday() {
    var weeks = Week.of(IntStream.range(-2, 8).mapToObj(i -> day(i, 1.0, 1.0)).toList());
    assertThat(weeks)
        .extracting(Week::monday)
        .containsExactly(MONDAY.minusWeeks(1), MONDAY, MONDAY.plusWeeks(1));
    assertThat(weeks).extracting(Week::isCut).containsExactly(true, false, true);
    assertThat(weeks.get(1).sunday()).isEqualTo(MONDAY.plusDays(6));
  }

  @Test
  void meansAndSumsSkipWhatIsMissing() {
    var week = Week.of(List.of(day(0, 1.0, 0.1), day(1, null, 0.2), day(2, 4.0, null))).getFirst();
    assertThat(week.mean(Day::tMinC)).isEqualTo(2.5);
    assertThat(week.sum(Day::precipitationMm)).isEqualTo(0.3);
    assertThat(week.mean(Day::tMaxC)).as("nobody knows it").isNull();
    assertThat(week.sum(Day::tMaxC)).isNull();
  }

  @Test
  void aWeekOfSeveralSourcesIsNamedAfterTheOneAsked() {
    var open = WeatherReport.Provider.OPEN_METEO;
    var nasa = WeatherReport.Provider.NASA_POWER;
    var mixed =
        new Week(
            MONDAY, List.of(day(0, 1.0, 1.0), new Sourced<>(day(1, 1.0, 1.0).value(), nasa, null)));
    assertThat(mixed.source(open)).isEqualTo(open);
    assertThat(new Week(MONDAY, List.of(mixed.days().get(1))).source(open)).isEqualTo(nasa);
  }

  private static Sourced<Day> day(int fromMonday, @Nullable Double minimum, @Nullable Double rain) {
    return new Sourced<>(
        new Day(MONDAY.plusDays(fromMonday), minimum, null, rain, null),
        WeatherReport.Provider.OPEN_METEO,
        null);
  }
}

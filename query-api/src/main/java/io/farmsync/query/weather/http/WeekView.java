package io.farmsync.query.weather.http;

import io.farmsync.query.weather.Week;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One week from Monday to Sunday: °C, mm. Means and sums are over the days that have the measure.
 *
 * @param days those of the range
 * @param isPartial any of them is, or the range has not all seven
 * @param missingDaysCount days without temperatures and precipitation
 */
record WeekView(
    LocalDate weekStart,
    LocalDate weekEnd,
    @Nullable Double tMinAvgC,
    @Nullable Double tMaxAvgC,
    @Nullable Double precipitationSumMm,
    List<DayView> days,
    boolean isPartial,
    int missingDaysCount,
    String source) {

  private static final int MEASURES = 3;

  static WeekView of(Week week, WeatherReport.Provider asked) {
    var days = week.days().stream().map(DayView::of).toList();
    return new WeekView(
        week.monday(),
        week.sunday(),
        week.mean(Day::tMinC),
        week.mean(Day::tMaxC),
        week.sum(Day::precipitationMm),
        days,
        week.isCut() || days.stream().anyMatch(DayView::isPartial),
        (int) days.stream().filter(day -> day.missingFields().size() == MEASURES).count(),
        week.source(asked).wireName());
  }
}

package io.farmsync.query.weather;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The days of a range that lie in one week.
 *
 * @param monday on which it begins
 * @param days ascending, at least one
 */
public record Week(LocalDate monday, List<Sourced<Day>> days) {

  private static final int DAYS = 7;

  /** The weeks of a range of days, ascending; the first and the last may be cut. */
  public static List<Week> of(List<Sourced<Day>> days) {
    var weeks = new TreeMap<LocalDate, List<Sourced<Day>>>();
    for (var day : days) {
      var monday = day.value().day().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      weeks.computeIfAbsent(monday, _ -> new ArrayList<>()).add(day);
    }
    return weeks.entrySet().stream().map(week -> new Week(week.getKey(), week.getValue())).toList();
  }

  public LocalDate sunday() {
    return monday.plusDays(DAYS - 1L);
  }

  /** True if days of it were asked for not at all. */
  public boolean isCut() {
    return days.size() < DAYS;
  }

  /** The mean over the days that have the measure; null if none has. */
  public @Nullable Double mean(Function<Day, @Nullable Double> measure) {
    var sum = sum(measure);
    return sum == null ? null : rounded(sum / values(measure).size());
  }

  /** The sum over the days that have the measure; null if none has. */
  public @Nullable Double sum(Function<Day, @Nullable Double> measure) {
    var values = values(measure);
    return values.isEmpty()
        ? null
        : rounded(values.stream().mapToDouble(Double::doubleValue).sum());
  }

  /** Who told all of its days, else the one that was asked first. */
  public WeatherReport.Provider source(WeatherReport.Provider asked) {
    var sources = days.stream().map(Sourced::source).distinct().toList();
    return sources.size() == 1 ? sources.getFirst() : asked;
  }

  private List<Double> values(Function<Day, @Nullable Double> measure) {
    return days.stream()
        .map(Sourced::value)
        .map(measure)
        .filter(Objects::nonNull)
        .map(Double.class::cast)
        .toList();
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

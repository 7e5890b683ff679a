package io.farmsync.query.weather;

import io.farmsync.query.weather.Weather.Part;
import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The days of a cell in somebody's time zone, out of its report and its history.
 *
 * <p>A provider's day counts if it is the very interval of the day asked for. Where it is not,
 * because the zone is another or the clocks change, the day is folded from its hours, if all of
 * them are known. NASA POWER's days are UTC's and are told under their own date in every zone.
 */
public final class DailyWeather {

  private final ZoneId zone;
  private final List<Telling> tellings;
  private final WeatherReport.Provider first;

  /** What one provider says of days. */
  private record Telling(
      WeatherReport.Provider provider,
      Map<LocalDate, PastDay> report,
      @Nullable HourFold hours,
      Map<LocalDate, PastDay> history) {}

  /**
   * @param report null if the cell is not warm
   */
  public DailyWeather(
      ZoneId zone,
      Preference preference,
      @Nullable WeatherReport report,
      PastDays history,
      String cell,
      LocalDate from,
      LocalDate to) {
    this.zone = zone;
    this.first = preference.first();
    this.tellings =
        preference.providers().stream()
            .map(provider -> telling(provider, report, history.between(cell, provider, from, to)))
            .toList();
  }

  /** The day as the first provider that knows it tells it; without measures if nobody does. */
  public Sourced<Day> day(LocalDate day) {
    return tellings.stream()
        .flatMap(telling -> told(telling, day))
        .filter(told -> told.value().saysSomething())
        .findFirst()
        .orElseGet(() -> new Sourced<>(new Day(day, null, null, null, null), first, null));
  }

  /** True if NASA POWER was asked for the day, whether or not it has it. */
  boolean wasAskedFor(LocalDate day) {
    return tellings.stream()
        .anyMatch(telling ->
            telling.provider() == WeatherReport.Provider.NASA_POWER
                && telling.history().containsKey(day));
  }

  private Stream<Sourced<Day>> told(Telling telling, LocalDate day) {
    return Stream.of(
            Optional.ofNullable(telling.report().get(day)).filter(told -> isSame(telling, told)),
            Optional.ofNullable(telling.hours()).flatMap(hours -> hours.fold(day, zone)),
            Optional.ofNullable(telling.history().get(day)).filter(told -> isSame(telling, told)))
        .flatMap(Optional::stream)
        .map(told -> new Sourced<>(told.day(), telling.provider(), told.fetchedAt()));
  }

  private boolean isSame(Telling telling, PastDay told) {
    var day = told.day().day();
    return telling.provider() == WeatherReport.Provider.NASA_POWER
        || DaySpan.told(day, ZoneId.of(told.timeZone()), told.fetchedAt())
            .equals(DaySpan.of(day, zone));
  }

  private static Telling telling(
      WeatherReport.Provider provider, @Nullable WeatherReport report, List<PastDay> history) {
    var days = new HashMap<LocalDate, PastDay>();
    var past = new HashMap<LocalDate, PastDay>();
    history.forEach(day -> past.put(day.day().day(), day));
    var part = report == null ? null : report.providers().get(provider);
    if (report == null || part == null) {
      return new Telling(provider, days, null, past);
    }
    part.daily()
        .forEach(day -> days.put(day.day(), new PastDay(day, report.timeZone(), part.fetchedAt())));
    return new Telling(provider, days, HourFold.of(new Part(provider, part)), past);
  }
}

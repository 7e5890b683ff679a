package io.farmsync.query.weather;

import io.farmsync.query.weather.WeatherWants.Origin;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.WeatherWanted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what reads find missing, within the tenant's budget. What is under way already costs
 * nothing.
 *
 * @param lagDays NASA POWER is not expected to know so many last days
 */
public record MissingWeather(WeatherWants wants, TenantBudget budget, int lagDays) {

  /** NASA POWER's daily values begin here. */
  private static final LocalDate BEGINNING = LocalDate.of(1981, 1, 1);

  /** For whom and why something is asked for. */
  public record Reader(String tenant, Origin origin) {}

  /** The present weather of a cell; or how long the tenant must wait for its budget. */
  public Optional<Duration> present(WeatherCell cell, Reader reader, Instant now) {
    return submit(wanted(cell, null, now), reader, now);
  }

  /** Likewise the days from the first to the last one. */
  public Optional<Duration> past(
      WeatherCell cell, List<LocalDate> gaps, Reader reader, Instant now) {
    var days = new WeatherRequest.Days(gaps.getFirst(), gaps.getLast());
    return submit(wanted(cell, days, now), reader, now);
  }

  /** The days that nobody tells and NASA POWER was never asked for, though it may know them. */
  public List<LocalDate> gaps(DailyWeather weather, LocalDate from, LocalDate to, Instant now) {
    var newest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(Math.max(1, lagDays));
    var first = from.isBefore(BEGINNING) ? BEGINNING : from;
    var last = to.isAfter(newest) ? newest : to;
    return first.isAfter(last)
        ? List.of()
        : first
            .datesUntil(last.plusDays(1))
            .filter(day -> !weather.day(day).value().saysSomething() && !weather.wasAskedFor(day))
            .toList();
  }

  private Optional<Duration> submit(WeatherWanted wanted, Reader reader, Instant now) {
    if (wants.isUnderWay(wanted)) {
      return Optional.empty();
    }
    var refused = budget.take(reader.tenant(), now);
    if (refused.isEmpty()) {
      wants.submit(wanted, reader.origin());
    }
    return refused;
  }

  private static WeatherWanted wanted(
      WeatherCell cell, WeatherRequest.@Nullable Days days, Instant now) {
    return new WeatherWanted(
        cell.id(), cell.latitude().doubleValue(), cell.longitude().doubleValue(), days, now);
  }
}

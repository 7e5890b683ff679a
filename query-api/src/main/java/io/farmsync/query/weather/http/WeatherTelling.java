package io.farmsync.query.weather.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.weather.DailyWeather;
import io.farmsync.query.weather.MissingWeather;
import io.farmsync.query.weather.PastDays;
import io.farmsync.query.weather.Weather;
import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.query.weather.WeatherCells;
import io.farmsync.query.weather.Week;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Weather of a place, as every route tells it: from what is known, at once. What is missing is
 * asked for on the side; a place of which nothing is known is 503 to come back from, and 429 if its
 * fetching would exceed the tenant's budget.
 */
final class WeatherTelling {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final WeatherCells cells;
  private final PastDays history;
  private final MissingWeather missing;
  private final WeatherReadProperties properties;
  private final WeatherReadMetrics metrics;
  private final Clock clock;

  WeatherTelling(
      WeatherCells cells,
      PastDays history,
      MissingWeather missing,
      WeatherReadProperties properties,
      WeatherReadMetrics metrics,
      Clock clock) {
    this.cells = cells;
    this.history = history;
    this.missing = missing;
    this.properties = properties;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** A list with the age of what it was made of: the time of its oldest part. */
  record Hours(List<HourView> hours, @Nullable OffsetDateTime fetchedAt, boolean stale) {}

  /** Likewise. */
  record Days(List<DayView> forecasts, @Nullable OffsetDateTime fetchedAt, boolean stale) {}

  /** Likewise. */
  record Weeks(List<WeekView> reports, @Nullable OffsetDateTime fetchedAt, boolean stale) {}

  /** The latest known conditions; without measures if the provider asked for answered without. */
  CurrentView current(Place place) {
    var report = known(place, cells.presentById(place.cell().id())).orElseThrow(() -> cold(place));
    var current = Weather.current(report, place.preference());
    if (current.isPresent()) {
      var source = current.get().source();
      var fetchedAt = Objects.requireNonNull(current.get().fetchedAt());
      return CurrentView.of(
          current.get(), local(fetchedAt, place), isStale(source, fetchedAt), place.zone());
    }
    var first = place.preference().first();
    var part = report.providers().get(first);
    if (part == null) {
      throw notYet();
    }
    return new CurrentView(
        null,
        null,
        null,
        first.wireName(),
        local(part.fetchedAt(), place),
        isStale(first, part.fetchedAt()),
        Map.of());
  }

  /** The hours from the running one on. */
  Hours hours(Place place, int count) {
    var hours = Weather.hours(warm(place), place.preference(), clock.instant(), count);
    var oldest = hours.stream().findFirst();
    return new Hours(
        hours.stream().map(hour -> HourView.of(hour, place.zone())).toList(),
        oldest.map(Sourced::fetchedAt).map(at -> local(at, place)).orElse(null),
        oldest.map(this::isStale).orElse(false));
  }

  /** Every day of the range, known or not. */
  Days days(Place place, LocalDate from, LocalDate to) {
    var days = told(place, from, to);
    return new Days(
        days.stream().map(DayView::of).toList(), fetchedAt(days, place), anyStale(days, place));
  }

  /** Every week that the range touches. */
  Weeks weeks(Place place, LocalDate from, LocalDate to) {
    var days = told(place, from, to);
    return new Weeks(
        Week.of(days).stream().map(week -> WeekView.of(week, place.preference().first())).toList(),
        fetchedAt(days, place),
        anyStale(days, place));
  }

  /** The calendar day that it is at the place's zone. */
  LocalDate today(Place place) {
    return LocalDate.ofInstant(clock.instant(), place.zone());
  }

  /**
   * What is known of the cell; empty if nothing is. A reader's own cell is renewed by being read,
   * and what is known is told meanwhile.
   */
  Optional<WeatherReport> known(Place place) {
    return known(place, cells.byId(place.cell().id()));
  }

  private Optional<WeatherReport> known(Place place, Optional<WeatherReport> report) {
    metrics.read(report, place);
    if (!place.farm() && report.filter(this::isStale).isPresent()) {
      var _ = want(place); // over budget it grows older, and says so
    }
    return report;
  }

  /** Asks for the present weather of a place without farms; or says how long to wait. */
  Optional<Duration> want(Place place) {
    return missing.present(place.cell(), place.reader(), clock.instant());
  }

  boolean isStale(Sourced<?> value) {
    return isStale(value.source(), value.fetchedAt());
  }

  static OffsetDateTime local(Instant at, Place place) {
    return at.atZone(place.zone()).toOffsetDateTime();
  }

  private WeatherReport warm(Place place) {
    return known(place).orElseThrow(() -> cold(place));
  }

  private List<Sourced<Day>> told(Place place, LocalDate from, LocalDate to) {
    var now = clock.instant();
    boolean past = to.isBefore(today(place));
    var report = past ? cells.byId(place.cell().id()).orElse(null) : warm(place);
    var weather =
        new DailyWeather(
            place.zone(), place.preference(), report, history, place.cell().id(), from, to);
    var days = from.datesUntil(to.plusDays(1)).map(weather::day).toList();
    var gaps = missing.gaps(weather, from, to, now);
    var refused =
        gaps.isEmpty()
            ? Optional.<Duration>empty()
            : missing.past(place.cell(), gaps, place.reader(), now);
    if (past && !gaps.isEmpty() && days.stream().noneMatch(day -> day.value().saysSomething())) {
      throw refused.map(WeatherTelling::overBudget).orElseGet(WeatherTelling::notYet);
    }
    return days;
  }

  /** A farm's cell is on its way since the farm was registered. */
  private Refusal cold(Place place) {
    return place.farm()
        ? notYet()
        : want(place).map(WeatherTelling::overBudget).orElseGet(WeatherTelling::notYet);
  }

  private boolean isStale(WeatherReport report) {
    var part = report.providers().get(WeatherReport.Provider.OPEN_METEO);
    return part == null || isStale(WeatherReport.Provider.OPEN_METEO, part.fetchedAt());
  }

  private boolean isStale(WeatherReport.Provider provider, @Nullable Instant fetchedAt) {
    return properties.isStale(provider, fetchedAt, clock.instant());
  }

  /** Days that are over do not grow stale: only present and coming ones tell the report's age. */
  private boolean anyStale(List<Sourced<Day>> days, Place place) {
    return present(days, place).anyMatch(this::isStale);
  }

  private @Nullable OffsetDateTime fetchedAt(List<Sourced<Day>> days, Place place) {
    return (present(days, place).findAny().isPresent() ? present(days, place) : days.stream())
        .map(Sourced::fetchedAt)
        .filter(Objects::nonNull)
        .map(Instant.class::cast)
        .min(Instant::compareTo)
        .map(at -> local(at, place))
        .orElse(null);
  }

  private Stream<Sourced<Day>> present(List<Sourced<Day>> days, Place place) {
    var today = today(place);
    return days.stream()
        .filter(day -> day.fetchedAt() != null && !day.value().day().isBefore(today));
  }

  private static Refusal overBudget(Duration wait) {
    return Refusal.tooMany(wait.toSeconds() + 1);
  }

  private static Refusal notYet() {
    return Refusal.unavailable(
        "The weather of this place is not known yet; it is being fetched.", RETRY_AFTER_SECONDS);
  }
}

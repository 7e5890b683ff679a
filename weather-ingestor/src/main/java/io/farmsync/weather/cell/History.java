package io.farmsync.weather.cell;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherDays;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.schemas.WeatherRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which days of an answer belong into the history: those that are over, and told otherwise than
 * before. So a cell adds one record a day, and one more when a later model run corrects it.
 *
 * @param lagDays NASA POWER has nothing yet for so many last days; what it lacks before them, it
 *     lacks for good
 */
public record History(int lagDays) {

  private static final String UTC = "UTC";

  /**
   * The record to keep; empty if the answer adds nothing.
   *
   * @param before the provider's former report, of which the days that were over are kept already
   */
  public Optional<WeatherDays> of(WeatherAnswer answer, @Nullable ProviderReport before) {
    var report = answer.report();
    if (report == null) {
      return Optional.empty();
    }
    var zone = zone(answer);
    var today = today(zone, report.fetchedAt());
    var asked = answer.days();
    var days =
        asked == null
            ? changed(report, today, before, zone)
            : complete(report, today, asked, today.minusDays(lagDays));
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WeatherDays(
                answer.cell(),
                answer.latitude(),
                answer.longitude(),
                answer.provider(),
                zone,
                report.fetchedAt(),
                days));
  }

  private static List<Day> changed(
      ProviderReport report, LocalDate today, @Nullable ProviderReport before, String zone) {
    var known = new HashMap<LocalDate, Day>();
    if (before != null) {
      var todayThen = today(zone, before.fetchedAt());
      before.daily().stream()
          .filter(day -> day.day().isBefore(todayThen))
          .forEach(day -> known.put(day.day(), day));
    }
    return report.daily().stream()
        .filter(day -> day.day().isBefore(today) && day.saysSomething())
        .filter(day -> !day.equals(known.get(day.day())))
        .toList();
  }

  /** Every day asked for that is old enough to be known, known or not. */
  private static List<Day> complete(
      ProviderReport report, LocalDate today, WeatherRequest.Days asked, LocalDate newest) {
    var known = new HashMap<LocalDate, Day>();
    report.daily().forEach(day -> known.put(day.day(), day));
    return asked
        .from()
        .datesUntil(asked.to().plusDays(1))
        .filter(day -> day.isBefore(today))
        .map(day -> known.getOrDefault(day, new Day(day, null, null, null, null)))
        .filter(day -> day.saysSomething() || !day.day().isAfter(newest))
        .toList();
  }

  /** NASA POWER's days are UTC's, whatever zone was asked for. */
  private static String zone(WeatherAnswer answer) {
    return answer.provider() == WeatherReport.Provider.NASA_POWER ? UTC : answer.timeZone();
  }

  private static LocalDate today(String zone, Instant at) {
    return LocalDate.ofInstant(at, zone.equals(UTC) ? ZoneOffset.UTC : ZoneId.of(zone));
  }
}

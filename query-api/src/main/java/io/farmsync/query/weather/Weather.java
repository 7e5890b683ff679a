package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cell's report says at a moment. Open-Meteo is asked first, NASA POWER where it is silent.
 */
public final class Weather {

  private static final List<WeatherReport.Provider> PREFERENCE =
      List.of(WeatherReport.Provider.OPEN_METEO, WeatherReport.Provider.NASA_POWER);

  private Weather() {}

  /** A value and who said it. */
  public record Sourced<V>(V value, WeatherReport.Provider source) {}

  /** The latest known conditions, whatever their age; they carry their own time. */
  public static Optional<Sourced<Current>> current(WeatherReport report) {
    return PREFERENCE.stream()
        .flatMap(provider ->
            providerReport(report, provider)
                .map(ProviderReport::current)
                .filter(Objects::nonNull)
                .map(current -> new Sourced<>(current, provider)))
        .findFirst();
  }

  /**
   * Hours from the running one on, of the first provider that knows any.
   *
   * @param count how many at most
   */
  public static List<Sourced<Hour>> hours(WeatherReport report, Instant now, int count) {
    Predicate<Hour> notOver = hour -> hour.timestamp().isAfter(now.minus(Duration.ofHours(1)));
    return PREFERENCE.stream()
        .map(provider ->
            providerReport(report, provider)
                .flatMap(part -> part.hourly().stream())
                .filter(notOver)
                .limit(count)
                .map(hour -> new Sourced<>(hour, provider))
                .toList())
        .filter(hours -> !hours.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * One entry per day, today first; a day that nobody knows has no measures.
   *
   * @param count how many
   */
  public static List<Sourced<Day>> days(WeatherReport report, LocalDate today, int count) {
    return today.datesUntil(today.plusDays(count)).map(day -> day(report, day)).toList();
  }

  private static Sourced<Day> day(WeatherReport report, LocalDate day) {
    return PREFERENCE.stream()
        .flatMap(provider ->
            providerReport(report, provider)
                .flatMap(part -> part.daily().stream())
                .filter(known -> known.day().equals(day) && saysSomething(known))
                .map(known -> new Sourced<>(known, provider)))
        .findFirst()
        .orElseGet(
            () -> new Sourced<>(new Day(day, null, null, null, null), PREFERENCE.getFirst()));
  }

  private static boolean saysSomething(Day day) {
    return isAnyKnown(day.tMinC(), day.tMaxC(), day.precipitationMm(), day.windSpeedMaxMps());
  }

  private static boolean isAnyKnown(@Nullable Double... measures) {
    return Stream.of(measures).anyMatch(Objects::nonNull);
  }

  private static Stream<ProviderReport> providerReport(
      WeatherReport report, WeatherReport.Provider provider) {
    return Stream.ofNullable(report.providers().get(provider));
  }
}

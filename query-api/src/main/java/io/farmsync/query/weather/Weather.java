package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a cell's report says at a moment. */
public final class Weather {

  private static final Duration HOUR = Duration.ofHours(1);

  private Weather() {}

  /**
   * A value and who said it.
   *
   * @param fetchedAt when; null if nobody did
   */
  public record Sourced<V>(V value, WeatherReport.Provider source, @Nullable Instant fetchedAt) {}

  /** An hour with its extended measures by wire name. */
  public record FullHour(Hour hour, Map<String, Double> extended) {}

  /** The latest known conditions, whatever their age; they carry their own time. */
  public static Optional<Sourced<Current>> current(WeatherReport report, Preference preference) {
    return parts(report, preference)
        .flatMap(part ->
            Stream.ofNullable(part.report().current())
                .map(current -> new Sourced<>(current, part.provider(), part.report().fetchedAt())))
        .findFirst();
  }

  /**
   * Hours from the running one on, of the first provider that knows any.
   *
   * @param count how many at most
   */
  public static List<Sourced<FullHour>> hours(
      WeatherReport report, Preference preference, Instant now, int count) {
    return parts(report, preference)
        .map(part -> hours(part, now.minus(HOUR), count))
        .filter(hours -> !hours.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The hour that the instant lies in. */
  public static Optional<Sourced<FullHour>> hour(
      WeatherReport report, Preference preference, Instant at) {
    return parts(report, preference)
        .flatMap(part -> hours(part, at.minus(HOUR), 1).stream())
        .filter(hour -> !hour.value().hour().timestamp().isAfter(at))
        .findFirst();
  }

  /** What one provider said. */
  record Part(WeatherReport.Provider provider, ProviderReport report) {}

  static Stream<Part> parts(WeatherReport report, Preference preference) {
    return preference.providers().stream()
        .flatMap(provider ->
            Stream.ofNullable(report.providers().get(provider))
                .map(told -> new Part(provider, told)));
  }

  private static List<Sourced<FullHour>> hours(Part part, Instant after, int count) {
    var report = part.report();
    return IntStream.range(0, report.hourly().size())
        .filter(i -> report.hourly().get(i).timestamp().isAfter(after))
        .limit(count)
        .mapToObj(i ->
            new Sourced<>(
                new FullHour(report.hourly().get(i), report.extendedOf(i)),
                part.provider(),
                report.fetchedAt()))
        .toList();
  }
}

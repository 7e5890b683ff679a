package io.farmsync.query.weather;

import io.farmsync.query.weather.Weather.Part;
import io.farmsync.schemas.ExtendedParameter;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Days out of hours, as Open-Meteo itself makes them: extremes of temperature and wind, sums of
 * precipitation, evapotranspiration and radiation. A measure is known only if all hours of the day
 * have it: half a day's minimum is nobody's.
 */
final class HourFold {

  private static final double MEGAJOULES_PER_WATT_HOUR = 0.0036;

  private final ProviderReport report;
  private final Map<Instant, Integer> places = new HashMap<>();

  private HourFold(ProviderReport report) {
    this.report = report;
    for (int i = 0; i < report.hourly().size(); i++) {
      places.put(report.hourly().get(i).timestamp(), i);
    }
  }

  /** Null if the part has no hours. */
  static @Nullable HourFold of(Part part) {
    return part.report().hourly().isEmpty() ? null : new HourFold(part.report());
  }

  /** The day, if the report covers it with hours. */
  Optional<PastDay> fold(LocalDate day, ZoneId zone) {
    var wanted = DaySpan.of(day, zone).hours().toList();
    if (!places.keySet().containsAll(wanted)) {
      return Optional.empty();
    }
    var hours = wanted.stream().map(places::get).toList();
    return Optional.of(
        new PastDay(
            new Day(
                day,
                fold(hours, Hour::temperatureC, DoubleStream::min),
                fold(hours, Hour::temperatureC, DoubleStream::max),
                fold(hours, Hour::precipitationMm, HourFold::sum),
                fold(hours, Hour::windSpeedMps, DoubleStream::max),
                extended(hours)),
            zone.getId(),
            report.fetchedAt()));
  }

  private Map<String, Double> extended(List<Integer> hours) {
    var sums = new LinkedHashMap<String, Double>();
    sum(hours, ExtendedParameter.EVAPOTRANSPIRATION)
        .ifPresent(sum -> sums.put(ExtendedParameter.EVAPOTRANSPIRATION.wireName(), rounded(sum)));
    sum(hours, ExtendedParameter.RADIATION)
        .ifPresent(sum ->
            sums.put(
                ExtendedParameter.RADIATION_SUM.wireName(),
                rounded(sum * MEGAJOULES_PER_WATT_HOUR)));
    return sums;
  }

  private OptionalDouble sum(List<Integer> hours, ExtendedParameter parameter) {
    var column = report.hourlyExtended().getOrDefault(parameter.wireName(), List.of());
    boolean known =
        hours.stream().allMatch(hour -> hour < column.size() && column.get(hour) != null);
    return known
        ? OptionalDouble.of(
            hours.stream().map(column::get).mapToDouble(Objects::requireNonNull).sum())
        : OptionalDouble.empty();
  }

  private @Nullable Double fold(
      List<Integer> hours,
      Function<Hour, @Nullable Double> measure,
      Function<DoubleStream, OptionalDouble> fold) {
    var values =
        hours.stream()
            .map(hour -> measure.apply(report.hourly().get(hour)))
            .filter(Objects::nonNull)
            .toList();
    return values.size() < hours.size()
        ? null
        : rounded(fold.apply(values.stream().mapToDouble(Objects::requireNonNull)).orElseThrow());
  }

  private static OptionalDouble sum(DoubleStream values) {
    return OptionalDouble.of(values.sum());
  }

  /** Two decimals: more than any provider measures, and no noise of binary sums. */
  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

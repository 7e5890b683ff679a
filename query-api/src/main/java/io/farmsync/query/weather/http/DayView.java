package io.farmsync.query.weather.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.ExtendedParameter;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One day: °C, mm, m/s.
 *
 * @param missingFields which of the temperatures and the precipitation are null
 * @param extended further measures by name, where the provider has them, and growing-degree days
 */
record DayView(
    LocalDate day,
    @Nullable Double tMinC,
    @Nullable Double tMaxC,
    @Nullable Double precipitationMm,
    @Nullable Double windSpeedMaxMps,
    boolean isPartial,
    List<String> missingFields,
    String source,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> extended) {

  static DayView of(Sourced<Day> day) {
    var value = day.value();
    var missing = missingFields(value);
    return new DayView(
        value.day(),
        value.tMinC(),
        value.tMaxC(),
        value.precipitationMm(),
        value.windSpeedMaxMps(),
        !missing.isEmpty(),
        missing,
        day.source().wireName(),
        extended(value));
  }

  private static Map<String, Double> extended(Day day) {
    var all = new TreeMap<>(day.extended());
    if (day.tMinC() != null && day.tMaxC() != null) {
      double degrees = ExtendedParameter.growingDegreeDays(day.tMinC(), day.tMaxC());
      all.put(ExtendedParameter.GROWING_DEGREE_DAYS.wireName(), Math.round(degrees * 100) / 100.0);
    }
    return all;
  }

  private static List<String> missingFields(Day day) {
    var missing = new ArrayList<String>();
    if (day.tMinC() == null) {
      missing.add("t_min_c");
    }
    if (day.tMaxC() == null) {
      missing.add("t_max_c");
    }
    if (day.precipitationMm() == null) {
      missing.add("precipitation_mm");
    }
    return missing;
  }
}

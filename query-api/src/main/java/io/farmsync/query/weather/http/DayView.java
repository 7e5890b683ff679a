package io.farmsync.query.weather.http;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport.Day;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One day: °C, mm, m/s.
 *
 * @param missingFields which of the temperatures and the precipitation are null
 */
record DayView(
    LocalDate day,
    @Nullable Double tMinC,
    @Nullable Double tMaxC,
    @Nullable Double precipitationMm,
    @Nullable Double windSpeedMaxMps,
    boolean isPartial,
    List<String> missingFields,
    String source) {

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
        day.source().wireName());
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

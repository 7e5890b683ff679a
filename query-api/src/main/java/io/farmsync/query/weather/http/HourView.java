package io.farmsync.query.weather.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farmsync.query.weather.Weather.FullHour;
import io.farmsync.query.weather.Weather.Sourced;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One hour: °C, mm, m/s, percent.
 *
 * @param extended further measures by name, where the provider has them
 */
record HourView(
    OffsetDateTime timestamp,
    @Nullable Double temperatureC,
    @Nullable Double precipitationMm,
    @Nullable Double windSpeedMps,
    @Nullable Double cloudCoverPct,
    String source,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> extended) {

  static HourView of(Sourced<FullHour> full, ZoneId zone) {
    var hour = full.value().hour();
    return new HourView(
        hour.timestamp().atZone(zone).toOffsetDateTime(),
        hour.temperatureC(),
        hour.precipitationMm(),
        hour.windSpeedMps(),
        hour.cloudCoverPct(),
        full.source().wireName(),
        full.value().extended());
  }
}

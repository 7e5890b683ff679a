package io.farmsync.query.weather.http;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport.Hour;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** One hour: °C, mm, m/s, percent. */
record HourView(
    OffsetDateTime timestamp,
    @Nullable Double temperatureC,
    @Nullable Double precipitationMm,
    @Nullable Double windSpeedMps,
    @Nullable Double cloudCoverPct,
    String source) {

  static HourView of(Sourced<Hour> hour, ZoneId zone) {
    var value = hour.value();
    return new HourView(
        value.timestamp().atZone(zone).toOffsetDateTime(),
        value.temperatureC(),
        value.precipitationMm(),
        value.windSpeedMps(),
        value.cloudCoverPct(),
        hour.source().wireName());
  }
}

package io.farmsync.query.weather.http;

import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport.Current;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Conditions at their own time: °C, m/s. */
record CurrentView(
    OffsetDateTime observedAt,
    @Nullable Double temperatureC,
    @Nullable Double windSpeedMps,
    String source) {

  static CurrentView of(Sourced<Current> current, ZoneId zone) {
    var value = current.value();
    return new CurrentView(
        value.observedAt().atZone(zone).toOffsetDateTime(),
        value.temperatureC(),
        value.windSpeedMps(),
        current.source().wireName());
  }
}

package io.farmsync.query.weather.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farmsync.query.weather.Weather.Sourced;
import io.farmsync.schemas.WeatherReport.Current;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions at their own time: °C, m/s.
 *
 * @param observedAt null if the provider answered and has none
 * @param fetchedAt when the provider said so
 * @param stale true if that is too long ago to rely on
 * @param extended further measures by name, where the provider has them
 */
record CurrentView(
    @Nullable OffsetDateTime observedAt,
    @Nullable Double temperatureC,
    @Nullable Double windSpeedMps,
    String source,
    OffsetDateTime fetchedAt,
    boolean stale,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> extended) {

  static CurrentView of(
      Sourced<Current> current, OffsetDateTime fetchedAt, boolean stale, ZoneId zone) {
    var value = current.value();
    return new CurrentView(
        value.observedAt().atZone(zone).toOffsetDateTime(),
        value.temperatureC(),
        value.windSpeedMps(),
        current.source().wireName(),
        fetchedAt,
        stale,
        value.extended());
  }
}

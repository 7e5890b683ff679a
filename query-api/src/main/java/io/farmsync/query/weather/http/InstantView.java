package io.farmsync.query.weather.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.farmsync.query.weather.Weather.FullHour;
import io.farmsync.query.weather.Weather.Sourced;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hour of a point: °C, mm. Measures are null where the hour is not among those known, which
 * reach from a day back to a week ahead.
 *
 * @param ts the begin of the hour
 * @param state whether the place is known, or was queued to be fetched
 * @param waitSeconds until the tenant's budget allows its fetching
 */
record InstantView(
    BigDecimal lat,
    BigDecimal lon,
    OffsetDateTime ts,
    @Nullable Double tempC,
    @Nullable Double precipMm,
    @Nullable String source,
    @Nullable OffsetDateTime fetchedAt,
    boolean stale,
    State state,
    @JsonIgnore long waitSeconds) {

  /** How far a place is known. */
  enum State {
    @JsonProperty("known")
    KNOWN,
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("over_budget")
    OVER_BUDGET
  }

  static InstantView of(BulkPoint point, Place place, Sourced<FullHour> full, boolean stale) {
    var hour = full.value().hour();
    return new InstantView(
        point.latitude(),
        point.longitude(),
        WeatherTelling.local(hour.timestamp(), place),
        hour.temperatureC(),
        hour.precipitationMm(),
        full.source().wireName(),
        WeatherTelling.local(Objects.requireNonNull(full.fetchedAt()), place),
        stale,
        State.KNOWN,
        0);
  }

  static InstantView unknown(BulkPoint point, Place place, State state, long waitSeconds) {
    Instant at = point.at();
    return new InstantView(
        point.latitude(),
        point.longitude(),
        WeatherTelling.local(at, place),
        null,
        null,
        null,
        null,
        false,
        state,
        waitSeconds);
  }
}

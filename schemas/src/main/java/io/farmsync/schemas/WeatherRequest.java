package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Refresh one weather cell; value of topic {@code weather-requests}, keyed by cell id.
 *
 * @param cell id: the centre's latitude and longitude with one decimal, such as {@code 50.9,4.3}
 * @param provider whom to ask; null is the usual one, Open-Meteo
 */
public record WeatherRequest(
    String cell,
    double latitude,
    double longitude,
    Reason reason,
    Instant requestedAt,
    WeatherReport.@Nullable Provider provider) {

  /** Why the cell is asked for. */
  public enum Reason {
    @JsonProperty("first-farm")
    FIRST_FARM,
    @JsonProperty("refresh")
    REFRESH,
    @JsonProperty("point")
    POINT
  }
}

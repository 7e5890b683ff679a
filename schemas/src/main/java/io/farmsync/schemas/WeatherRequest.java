package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Refresh one weather cell; value of topic {@code weather-requests}, keyed by cell id.
 *
 * @param cell id: the centre's latitude and longitude with one decimal, such as {@code 50.9,4.3}
 * @param provider whom to ask; null is the usual one, Open-Meteo
 * @param days past days to ask for; null is the present weather
 */
public record WeatherRequest(
    String cell,
    double latitude,
    double longitude,
    Reason reason,
    Instant requestedAt,
    WeatherReport.@Nullable Provider provider,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Days days) {

  /** For the present weather. */
  public WeatherRequest(
      String cell,
      double latitude,
      double longitude,
      Reason reason,
      Instant requestedAt,
      WeatherReport.@Nullable Provider provider) {
    this(cell, latitude, longitude, reason, requestedAt, provider, null);
  }

  /** Calendar days, both inclusive; days of the provider's own zone. */
  public record Days(LocalDate from, LocalDate to) {}

  /** Why the cell is asked for. */
  public enum Reason {
    /** The first farm of the cell. */
    @JsonProperty("first-farm")
    FIRST_FARM,
    /** What is known grows old. */
    @JsonProperty("refresh")
    REFRESH,
    /** A reader wants it although no farm does. */
    @JsonProperty("point")
    POINT,
    /** A reader misses past days. */
    @JsonProperty("gap-fill")
    GAP_FILL
  }
}

package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one request to a weather provider ended, for one cell; value of topic {@code
 * weather-answers}, keyed by cell id. Workers write it, the cells topology makes reports of it.
 *
 * @param timeZone IANA zone whose days the daily values are
 * @param answeredAt when the provider answered or was given up on
 * @param report what it said; null if it failed
 * @param failure why it failed; null if it answered
 * @param days the past days that were asked for; null if it was the present weather
 */
public record WeatherAnswer(
    String cell,
    double latitude,
    double longitude,
    WeatherReport.Provider provider,
    String timeZone,
    Instant answeredAt,
    WeatherReport.@Nullable ProviderReport report,
    @Nullable Failure failure,
    @JsonInclude(JsonInclude.Include.NON_NULL) WeatherRequest.@Nullable Days days) {

  /** Of the present weather. */
  public WeatherAnswer(
      String cell,
      double latitude,
      double longitude,
      WeatherReport.Provider provider,
      String timeZone,
      Instant answeredAt,
      WeatherReport.@Nullable ProviderReport report,
      @Nullable Failure failure) {
    this(cell, latitude, longitude, provider, timeZone, answeredAt, report, failure, null);
  }

  /**
   * @param message for people
   * @param retryAt not before this instant, where the provider or our quota says so
   */
  public record Failure(Code code, String message, @Nullable Instant retryAt) {}

  /** What went wrong, as far as it decides what to do next. */
  public enum Code {
    /** No connection, or it broke. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** No whole answer in time. */
    @JsonProperty("timeout")
    TIMEOUT,
    /** The provider's limit is reached. */
    @JsonProperty("throttled")
    THROTTLED,
    /** Status 5xx. */
    @JsonProperty("server_error")
    SERVER_ERROR,
    /** Any other status that is no success. */
    @JsonProperty("refused")
    REFUSED,
    /** A success whose body is not what was asked for. */
    @JsonProperty("unreadable")
    UNREADABLE,
    /** Not asked: our quota is spent or the circuit breaker is open. */
    @JsonProperty("paused")
    PAUSED;

    /** The name on the wire and in metrics. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

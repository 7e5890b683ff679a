package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one weather cell; value of the compacted topic {@code weather-reports},
 * keyed by cell id. Each record is whole: a provider that did not answer keeps its last good part,
 * with its own time.
 *
 * @param timeZone IANA zone whose days the daily values are
 */
public record WeatherReport(
    String cell,
    double latitude,
    double longitude,
    String timeZone,
    Map<Provider, ProviderReport> providers,
    Instant publishedAt) {

  /** Where values come from, under the names the HTTP contract gives them. */
  public enum Provider {
    @JsonProperty("open_meteo")
    OPEN_METEO("open_meteo"),
    @JsonProperty("nasa_power")
    NASA_POWER("nasa_power");

    private final String wireName;

    Provider(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** What one provider last said of the cell. Lists ascend in time. */
  public record ProviderReport(
      Instant fetchedAt, @Nullable Current current, List<Hour> hourly, List<Day> daily) {}

  /** Conditions now: °C and m/s. */
  public record Current(
      Instant observedAt, @Nullable Double temperatureC, @Nullable Double windSpeedMps) {}

  /** One hour that begins at the timestamp: °C, mm, m/s, percent. */
  public record Hour(
      Instant timestamp,
      @Nullable Double temperatureC,
      @Nullable Double precipitationMm,
      @Nullable Double windSpeedMps,
      @Nullable Double cloudCoverPct) {}

  /** One calendar day of the report's zone: °C, mm, m/s. */
  public record Day(
      LocalDate day,
      @Nullable Double tMinC,
      @Nullable Double tMaxC,
      @Nullable Double precipitationMm,
      @Nullable Double windSpeedMaxMps) {}
}

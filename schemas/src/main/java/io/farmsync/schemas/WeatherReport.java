package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one weather cell; value of the compacted topic {@code weather-reports},
 * keyed by cell id. Each record is whole: a provider that did not answer keeps its last good part,
 * with its own time. Members named {@code extended} hold the measures of {@link ExtendedParameter}
 * by their wire names, where the provider has them.
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

  /**
   * What one provider last said of the cell. Lists ascend in time.
   *
   * @param hourlyExtended extended measures of the hours by wire name, each as long as {@code
   *     hourly}, null where there is no value: names once and not with every hour, because a report
   *     has hundreds
   */
  public record ProviderReport(
      Instant fetchedAt,
      @Nullable Current current,
      List<Hour> hourly,
      List<Day> daily,
      @JsonInclude(JsonInclude.Include.NON_EMPTY)
          Map<String, List<@Nullable Double>> hourlyExtended) {

    public ProviderReport {
      hourlyExtended = hourlyExtended == null ? Map.of() : Map.copyOf(hourlyExtended);
    }

    /** Without extended measures of the hours. */
    public ProviderReport(
        Instant fetchedAt, @Nullable Current current, List<Hour> hourly, List<Day> daily) {
      this(fetchedAt, current, hourly, daily, Map.of());
    }

    /** The extended measures of one hour, in the order of their list. */
    public Map<String, Double> extendedOf(int hour) {
      var known = new LinkedHashMap<String, Double>();
      for (var parameter : ExtendedParameter.values()) {
        var values = hourlyExtended.getOrDefault(parameter.wireName(), List.of());
        if (hour < values.size() && values.get(hour) != null) {
          known.put(parameter.wireName(), values.get(hour));
        }
      }
      return known;
    }
  }

  /** Conditions now: °C and m/s. */
  public record Current(
      Instant observedAt,
      @Nullable Double temperatureC,
      @Nullable Double windSpeedMps,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> extended) {

    public Current {
      extended = orEmpty(extended);
    }

    /** Without extended measures. */
    public Current(
        Instant observedAt, @Nullable Double temperatureC, @Nullable Double windSpeedMps) {
      this(observedAt, temperatureC, windSpeedMps, Map.of());
    }
  }

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
      @Nullable Double windSpeedMaxMps,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> extended) {

    public Day {
      extended = orEmpty(extended);
    }

    /** Without extended measures. */
    public Day(
        LocalDate day,
        @Nullable Double tMinC,
        @Nullable Double tMaxC,
        @Nullable Double precipitationMm,
        @Nullable Double windSpeedMaxMps) {
      this(day, tMinC, tMaxC, precipitationMm, windSpeedMaxMps, Map.of());
    }

    /** True if any measure is known. */
    public boolean saysSomething() {
      return tMinC != null
          || tMaxC != null
          || precipitationMm != null
          || windSpeedMaxMps != null
          || !extended.isEmpty();
    }
  }

  /** Older records have no extended measures. */
  private static Map<String, Double> orEmpty(@Nullable Map<String, Double> extended) {
    return extended == null ? Map.of() : Map.copyOf(extended);
  }
}

package io.farmsync.weather.provider.openmeteo;

import io.farmsync.weather.upstream.UpstreamSettings;
import java.net.URI;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Open-Meteo.
 *
 * @param baseUrl the host, or another server that speaks the same
 * @param timeZone whose days the daily values are
 * @param batchSize places per call; more spares calls and makes one failure larger
 * @param forecastDays days of daily values from today; one more than readers may ask for, because a
 *     report outlives midnight
 * @param forecastHours hours of hourly values from now; some more than readers may ask for, because
 *     a report ages
 * @param pastDays days of daily values before today: yesterday completes the history
 * @param pastHours hours of hourly values before now; with 24, today can be told in every time zone
 * @param extended whether the measures of {@link io.farmsync.schemas.ExtendedParameter} are asked
 *     for; Open-Meteo counts more than ten variables as more than one call
 */
@ConfigurationProperties("weather.open-meteo")
public record OpenMeteoProperties(
    URI baseUrl,
    ZoneId timeZone,
    @DefaultValue("100") int batchSize,
    @DefaultValue("15") int forecastDays,
    @DefaultValue("172") int forecastHours,
    @DefaultValue("1") int pastDays,
    @DefaultValue("24") int pastHours,
    @DefaultValue("true") boolean extended,
    UpstreamSettings upstream) {

  private static final double FREE_VARIABLES = 10;
  private static final double FREE_DAYS = 14;

  public OpenMeteoProperties {
    int most = upstream.inPlaces(callsPerPlace(extended, pastDays + forecastDays)).perMinute();
    if (batchSize < 1 || batchSize > most) {
      throw new IllegalArgumentException(
          "batch-size: "
              + batchSize
              + " (expected: 1 to the places that the quota per minute allows, "
              + most
              + ")");
    }
    if (forecastDays < 1 || forecastDays > 16) {
      throw new IllegalArgumentException("forecast-days: " + forecastDays + " (expected: 1 to 16)");
    }
    if (forecastHours < 1 || forecastHours > 384) {
      throw new IllegalArgumentException(
          "forecast-hours: " + forecastHours + " (expected: 1 to 384)");
    }
    if (pastDays < 0 || pastDays > 92) {
      throw new IllegalArgumentException("past-days: " + pastDays + " (expected: 0 to 92)");
    }
    if (pastHours < 0 || pastHours > 72) {
      throw new IllegalArgumentException("past-hours: " + pastHours + " (expected: 0 to 72)");
    }
  }

  /**
   * How many calls one place counts as: Open-Meteo counts more than ten variables, and more than
   * two weeks, in proportion.
   */
  public double callsPerPlace() {
    return callsPerPlace(extended, pastDays + forecastDays);
  }

  private static double callsPerPlace(boolean extended, int days) {
    int variables = OpenMeteoReader.variables() + (extended ? ExtendedVariables.count() : 0);
    return Math.max(1, variables / FREE_VARIABLES) * Math.max(1, days / FREE_DAYS);
  }

  /** The upstream's settings with the quota in places, as we count. */
  UpstreamSettings quota() {
    return upstream.inPlaces(callsPerPlace());
  }
}

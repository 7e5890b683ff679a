package io.farmsync.query.weather.http;

import io.farmsync.platform.throttle.Rate;
import io.farmsync.schemas.WeatherReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How weather is told.
 *
 * @param zone whose offset timestamps carry, and whose midnight begins a day, unless the caller
 *     names another; the same as the writer of the reports uses
 * @param maxRangeDays longer ranges of days are refused
 * @param lagDays NASA POWER is not expected to know so many last days
 * @param staleAfter what Open-Meteo said longer ago is told as stale; longer than the writer's
 *     interval
 * @param staleAfterDays likewise, of NASA POWER's daily values
 * @param pointBudget how many places without farms a tenant may have fetched, {@code count/period};
 *     more spends the provider's quota on strangers
 */
@ConfigurationProperties("query.weather")
public record WeatherReadProperties(
    @DefaultValue("Africa/Nairobi") ZoneId zone,
    @DefaultValue("366") int maxRangeDays,
    @DefaultValue("2") int lagDays,
    @DefaultValue("1h") Duration staleAfter,
    @DefaultValue("30h") Duration staleAfterDays,
    @DefaultValue("60/hour") String pointBudget) {

  public WeatherReadProperties {
    if (maxRangeDays < 1 || maxRangeDays > 3660) {
      throw new IllegalArgumentException(
          "query.weather.max-range-days: " + maxRangeDays + " (expected: 1 to 3660)");
    }
    if (lagDays < 0 || lagDays > 30) {
      throw new IllegalArgumentException(
          "query.weather.lag-days: " + lagDays + " (expected: 0 to 30)");
    }
    Rate.parse(pointBudget);
  }

  /** True if it was said too long ago, or never. */
  boolean isStale(WeatherReport.Provider provider, @Nullable Instant fetchedAt, Instant now) {
    var bound =
        switch (provider) {
          case OPEN_METEO -> staleAfter;
          case NASA_POWER -> staleAfterDays;
        };
    return fetchedAt == null || fetchedAt.plus(bound).isBefore(now);
  }
}

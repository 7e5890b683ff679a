package io.farmsync.weather.topology;

import io.farmsync.schemas.WeatherReport;
import io.farmsync.weather.cell.RefreshPlan;
import io.farmsync.weather.cell.RefreshPlan.Rhythm;
import io.farmsync.weather.cell.RefreshPlan.Use;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When cells are refreshed, and how the topology runs.
 *
 * @param applicationId group, folder and prefix of internal topics
 * @param threads more threads than partitions are idle
 * @param commitInterval shorter makes outputs visible sooner and costs more transactions
 * @param patience after which an unanswered request is made again
 * @param forgetAfter how long the last report of a cell without farms is kept after the last need
 * @param openMeteo rhythm of Open-Meteo; an interval below an hour keeps current values younger
 *     than that
 * @param nasaPower rhythm of NASA POWER
 * @param nasaPowerLagDays so many last days NASA POWER is not expected to know
 */
@ConfigurationProperties("weather.topology")
record TopologySettings(
    @DefaultValue("weather-ingestor") String applicationId,
    @DefaultValue("1") int threads,
    @DefaultValue("5ms") Duration commitInterval,
    @DefaultValue("10m") Duration patience,
    @DefaultValue("7d") Duration forgetAfter,
    @DefaultValue Pace openMeteo,
    @DefaultValue Pace nasaPower,
    @DefaultValue("2") int nasaPowerLagDays) {

  TopologySettings {
    if (nasaPowerLagDays < 0 || nasaPowerLagDays > 30) {
      throw new IllegalArgumentException(
          "nasa-power-lag-days: " + nasaPowerLagDays + " (expected: 0 to 30)");
    }
  }

  /**
   * @param use always, as fallback only, or off
   * @param interval age at which a report is renewed
   * @param spread up to so much earlier, by cell
   * @param firstBackoff after one failure
   * @param longestBackoff the most that failures postpone
   */
  record Pace(
      @DefaultValue("always") Use use,
      @DefaultValue("50m") Duration interval,
      @DefaultValue("10m") Duration spread,
      @DefaultValue("10s") Duration firstBackoff,
      @DefaultValue("5m") Duration longestBackoff) {

    Rhythm rhythm() {
      return new Rhythm(use, interval, spread, firstBackoff, longestBackoff);
    }
  }

  RefreshPlan plan() {
    return new RefreshPlan(
        Map.of(
            WeatherReport.Provider.OPEN_METEO,
            openMeteo.rhythm(),
            WeatherReport.Provider.NASA_POWER,
            nasaPower.rhythm()),
        patience,
        forgetAfter);
  }
}

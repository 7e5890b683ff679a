package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Engine;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Defaults and limits of index reads, and when work that a read misses may be repeated.
 *
 * @param engine read when the caller names none
 * @param workedEngines engines that have workers; reads of others queue nothing
 * @param maxAreaKm2 larger farms are refused
 * @param maxRangeDays longest series
 * @param stepDays between buckets unless the caller says
 * @param maxCloud percent of the field unless the caller says
 * @param lookbackDays age at which the latest value is stale unless the caller says
 * @param coolDown after a job ended, before a read that still misses its values makes it again
 * @param settledCoolDown the same after a success for days to which no scene will be added
 * @param settledAfter how long after a day its scenes are complete in the archive
 * @param abandonedAfter a job that never ended holds up its repetition no longer
 * @param refreshCoolDown between two refreshes that callers order for the same farm and index
 * @param refreshWait how long an ordered refresh waits for Kafka to take it
 * @param rasterCoolDown between two pictures that callers order for the same farm and index
 * @param rasterSize side of a picture in pixels unless the caller says
 * @param maxRasterSize largest side
 * @param rasterMaxAge how long a caller's own cache may keep a picture
 * @param stateDays of observations that a farm's state is made of
 */
@ConfigurationProperties("query.ndvi")
public record NdviReadProperties(
    @DefaultValue("stac") Engine engine,
    @DefaultValue("stac") Set<Engine> workedEngines,
    @DefaultValue("5000") double maxAreaKm2,
    @DefaultValue("370") int maxRangeDays,
    @DefaultValue("7") int stepDays,
    @DefaultValue("30") int maxCloud,
    @DefaultValue("14") int lookbackDays,
    @DefaultValue("900s") Duration coolDown,
    @DefaultValue("24h") Duration settledCoolDown,
    @DefaultValue("10d") Duration settledAfter,
    @DefaultValue("24h") Duration abandonedAfter,
    @DefaultValue("900s") Duration refreshCoolDown,
    @DefaultValue("5s") Duration refreshWait,
    @DefaultValue("900s") Duration rasterCoolDown,
    @DefaultValue("512") int rasterSize,
    @DefaultValue("1024") int maxRasterSize,
    @DefaultValue("86400s") Duration rasterMaxAge,
    @DefaultValue("30") int stateDays) {

  public static final int MAX_STEP_DAYS = 30;

  public NdviReadProperties {
    requireRange("step-days", stepDays, 1, MAX_STEP_DAYS);
    requireRange("max-cloud", maxCloud, 0, 100);
    requireRange("max-range-days", maxRangeDays, 1, 3660);
    requireRange("lookback-days", lookbackDays, 1, maxRangeDays);
    if (!(maxAreaKm2 > 0)) {
      throw new IllegalArgumentException(
          "query.ndvi.max-area-km2: " + maxAreaKm2 + " (expected: > 0)");
    }
    if (coolDown.isNegative() || settledCoolDown.compareTo(coolDown) < 0) {
      throw new IllegalArgumentException(
          "query.ndvi.settled-cool-down: "
              + settledCoolDown
              + " (expected: >= cool-down "
              + coolDown
              + ")");
    }
    requireRange("max-raster-size", maxRasterSize, 128, 1024);
    requireRange("raster-size", rasterSize, 128, maxRasterSize);
    requireRange("state-days", stateDays, 30, 60);
    if (!rasterCoolDown.isPositive()) {
      throw new IllegalArgumentException(
          "query.ndvi.raster-cool-down: " + rasterCoolDown + " (expected: > 0)");
    }
    if (!refreshCoolDown.isPositive()) {
      throw new IllegalArgumentException(
          "query.ndvi.refresh-cool-down: " + refreshCoolDown + " (expected: > 0)");
    }
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "query.ndvi." + name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}

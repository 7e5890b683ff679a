package io.farmsync.standalone.demo;

import org.jspecify.annotations.Nullable;

/**
 * What a reader gets of one farm; null is not there yet.
 *
 * @param dates acquisition days with a usable value
 * @param cloudFreeShare share of those days on which the field was free of cloud, 0 to 1
 */
record FarmOutcome(
    DemoFarm farm,
    @Nullable Double areaHa,
    int dates,
    @Nullable Double ndvi,
    @Nullable String ndviDate,
    @Nullable Double cloudFreeShare,
    @Nullable String imagerySource,
    @Nullable Double temperature,
    @Nullable String weatherSource,
    @Nullable String problem) {

  boolean hasNdvi() {
    return ndvi != null;
  }

  boolean hasWeather() {
    return temperature != null;
  }

  boolean isComplete() {
    return hasNdvi() && hasWeather();
  }
}

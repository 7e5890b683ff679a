package io.farmsync.weather.topology;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherWanted;

/** What reaches a cell. */
sealed interface Signal {

  /** So many active farms lie in it. */
  record FarmsCounted(long farms) implements Signal {}

  /** A reader misses something of it. */
  record Wanted(WeatherWanted wanted) implements Signal {}

  /** A provider answered or failed. */
  record Answered(WeatherAnswer answer) implements Signal {}
}

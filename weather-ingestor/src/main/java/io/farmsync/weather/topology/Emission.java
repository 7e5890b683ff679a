package io.farmsync.weather.topology;

import io.farmsync.schemas.WeatherDays;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest;
import org.jspecify.annotations.Nullable;

/** What leaves a cell. */
sealed interface Emission {

  /** Somebody shall fetch. */
  record Request(WeatherRequest request) implements Emission {}

  /** Days that are over, to be kept. */
  record Past(WeatherDays days) implements Emission {}

  /** All that is known of the cell now; null is the tombstone of a forgotten one. */
  record Report(@Nullable WeatherReport report) implements Emission {}
}

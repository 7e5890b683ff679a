package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherWanted;
import org.jspecify.annotations.Nullable;

/** Where what readers miss is handed over. */
public interface WeatherWants {

  /** The HTTP request behind a want. */
  record Origin(String requestId, @Nullable String traceParent) {}

  /** True if the same was handed over a moment ago. */
  boolean isUnderWay(WeatherWanted wanted);

  /**
   * Hands over without waiting. What cannot be taken is counted and logged; the next read asks
   * again.
   */
  void submit(WeatherWanted wanted, Origin origin);
}

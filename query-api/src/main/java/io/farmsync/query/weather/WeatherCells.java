package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherReport;
import java.util.Optional;

/** The weather view; throws {@link io.farmsync.query.freshness.ViewUnavailable} like the others. */
public interface WeatherCells {

  /**
   * The newest report of a cell.
   *
   * @param id as {@link io.farmsync.schemas.WeatherCell#id} names it
   */
  Optional<WeatherReport> byId(String id);

  /** Likewise, without its hours and days, which are most of it. */
  Optional<WeatherReport> presentById(String id);
}

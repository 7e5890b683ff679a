package io.farmsync.weather.provider;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import java.util.List;

/** Somebody who can be asked for the weather of places. */
public interface WeatherProvider extends AutoCloseable {

  /** Under which name its values are published. */
  WeatherReport.Provider name();

  /** How many places it is handed at once, at most. */
  int batchSize();

  /** How many places may be asked for. */
  Allowance allowance();

  /**
   * Asks for all of the places. Returns one answer per place, in their order, each a report or a
   * failure; one place's trouble does not become its neighbours'. Blocks, within the bounds of the
   * provider's deadline, tries and quota.
   */
  List<WeatherAnswer> fetch(List<Place> places);

  @Override
  void close();
}

package io.farmsync.weather.cell;

import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest;
import java.util.List;

/** What follows from something that happened to a cell. */
public sealed interface Step {

  /** The cell goes on in this state, after these requests. */
  record Next(Cell cell, List<Ask> asks) implements Step {
    static Next quietly(Cell cell) {
      return new Next(cell, List.of());
    }
  }

  /** Nobody has needed the cell for long enough: its state and its report may go. */
  record Forgotten() implements Step {}

  /** Nothing: it was known already. */
  record Unchanged() implements Step {}

  /** A request to make. */
  record Ask(WeatherReport.Provider provider, WeatherRequest.Reason reason) {}
}

package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherReport;
import java.time.LocalDate;
import java.util.List;

/** The history; throws {@link io.farmsync.query.freshness.ViewUnavailable} like the other views. */
public interface PastDays {

  /**
   * The days of a cell that a provider has told of, ascending; those it has no values for included.
   *
   * @param to inclusive
   */
  List<PastDay> between(String cell, WeatherReport.Provider provider, LocalDate from, LocalDate to);
}

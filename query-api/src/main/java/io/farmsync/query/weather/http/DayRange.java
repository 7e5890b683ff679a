package io.farmsync.query.weather.http;

import io.farmsync.query.http.Parameters;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** A range of calendar days as the query names it, both inclusive. */
record DayRange(LocalDate start, LocalDate end) {

  static DayRange of(Parameters parameters, int maxDays) {
    return checked(parameters, parameters.date("start"), parameters.date("end"), maxDays);
  }

  static DayRange of(Parameters parameters, DayRange standard, int maxDays) {
    return checked(
        parameters,
        parameters.date("start", standard.start()),
        parameters.date("end", standard.end()),
        maxDays);
  }

  private static DayRange checked(
      Parameters parameters, LocalDate start, LocalDate end, int maxDays) {
    if (parameters.isRight()) {
      if (end.isBefore(start)) {
        parameters.wrong("end", "Must not be before start.");
      } else if (ChronoUnit.DAYS.between(start, end) >= maxDays) {
        parameters.wrong("end", "At most " + maxDays + " days, start and end included.");
      }
    }
    return new DayRange(start, end);
  }
}

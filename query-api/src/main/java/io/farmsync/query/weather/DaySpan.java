package io.farmsync.query.weather;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * A calendar day as an interval: 23, 24 or 25 hours, by the zone's clocks. Days of two zones are
 * the same day exactly if they are the same interval.
 *
 * @param until exclusive
 */
record DaySpan(Instant from, Instant until) {

  static DaySpan of(LocalDate day, ZoneId zone) {
    return new DaySpan(
        day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
  }

  /**
   * A day as a provider counts it: 24 hours at the offset that the zone had when it was asked, also
   * across a change of the clocks.
   */
  static DaySpan told(LocalDate day, ZoneId zone, Instant fetchedAt) {
    var offset = zone.getRules().getOffset(fetchedAt);
    var from = day.atStartOfDay(offset).toInstant();
    return new DaySpan(from, from.plus(24, ChronoUnit.HOURS));
  }

  /** The full hours in it, also where it begins at half past one. */
  Stream<Instant> hours() {
    var floor = from.truncatedTo(ChronoUnit.HOURS);
    var first = floor.equals(from) ? floor : floor.plus(1, ChronoUnit.HOURS);
    return Stream.iterate(
        first, hour -> hour.isBefore(until), hour -> hour.plus(1, ChronoUnit.HOURS));
  }
}

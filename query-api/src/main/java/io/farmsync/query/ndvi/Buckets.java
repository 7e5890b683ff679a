package io.farmsync.query.ndvi;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The dates a series is told for.
 *
 * @param start first day asked for, inclusive
 * @param end last day asked for, inclusive
 * @param stepDays days from one bucket to the next, at least 1
 */
public record Buckets(LocalDate start, LocalDate end, int stepDays) {

  /** How far from its bucket an acquisition may lie. */
  public static final int REACH_DAYS = 5;

  /**
   * Days within the range that lie on the fixed grid: days since 1970-01-01 that the step divides.
   * A window that slides meets the same buckets.
   */
  public List<LocalDate> dates() {
    long first = Math.ceilDiv(start.toEpochDay(), stepDays) * (long) stepDays;
    return LongStream.iterate(first, day -> day <= end.toEpochDay(), day -> day + stepDays)
        .mapToObj(LocalDate::ofEpochDay)
        .toList();
  }

  /** The same grid, no longer than from one bucket to another. */
  Buckets within(LocalDate first, LocalDate last) {
    return new Buckets(first, last, stepDays);
  }

  /** The first acquisition day that can matter. */
  public LocalDate earliest() {
    return start.minusDays(REACH_DAYS);
  }

  /** The last acquisition day that can matter. */
  public LocalDate latest() {
    return end.plusDays(REACH_DAYS);
  }
}

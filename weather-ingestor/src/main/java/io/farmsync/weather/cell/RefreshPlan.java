package io.farmsync.weather.cell;

import io.farmsync.schemas.WeatherReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * When cells are asked for again.
 *
 * @param rhythms of the providers in use
 * @param patience how long an answer may take before the request is made again; longer than any
 *     queue of workers
 * @param forgetAfter how long the last report of a cell is kept after its last farm left or a
 *     reader last wanted it
 */
public record RefreshPlan(
    Map<WeatherReport.Provider, Rhythm> rhythms, Duration patience, Duration forgetAfter) {

  /**
   * One provider's rhythm.
   *
   * @param use whether it is asked for every needed cell
   * @param interval a report is renewed before it is this old
   * @param spread up to so much earlier, by cell, so that cells do not come all at once
   * @param firstBackoff after one failure; doubles with each further one
   * @param longestBackoff the most that failures postpone
   */
  public record Rhythm(
      Use use, Duration interval, Duration spread, Duration firstBackoff, Duration longestBackoff) {

    public Rhythm {
      if (spread.compareTo(interval) >= 0) {
        throw new IllegalArgumentException(
            "spread: " + spread + " (expected: < interval " + interval + ")");
      }
      if (!firstBackoff.isPositive() || longestBackoff.compareTo(firstBackoff) < 0) {
        throw new IllegalArgumentException(
            "longest-backoff: "
                + longestBackoff
                + " (expected: >= first-backoff "
                + firstBackoff
                + " > 0)");
      }
    }
  }

  /** Whether a provider is asked for every needed cell. */
  public enum Use {
    /** For every needed cell, in its rhythm. */
    ALWAYS,
    /** Only while Open-Meteo fails for the cell. */
    FALLBACK,
    /** Never. */
    OFF
  }

  public RefreshPlan {
    rhythms = Map.copyOf(rhythms);
  }

  Optional<Rhythm> rhythm(WeatherReport.Provider provider) {
    return Optional.ofNullable(rhythms.get(provider)).filter(rhythm -> rhythm.use() != Use.OFF);
  }

  /** True if the provider may be asked at all. */
  public boolean uses(WeatherReport.Provider provider) {
    return rhythm(provider).isPresent();
  }

  boolean always(WeatherReport.Provider provider) {
    return rhythm(provider).filter(rhythm -> rhythm.use() == Use.ALWAYS).isPresent();
  }

  /** True if what was fetched then need not be fetched now. */
  boolean fresh(WeatherReport.Provider provider, Instant fetchedAt, Instant now) {
    return rhythm(provider)
        .filter(rhythm -> now.isBefore(fetchedAt.plus(rhythm.interval()).minus(rhythm.spread())))
        .isPresent();
  }

  /**
   * When to renew what was fetched then: at the full minute, always the same offset for a cell.
   * Cells of a minute share calls, cells of different minutes spread them.
   */
  Optional<Instant> renewal(WeatherReport.Provider provider, String cell, Instant fetchedAt) {
    return rhythm(provider)
        .filter(rhythm -> rhythm.use() == Use.ALWAYS)
        .map(rhythm ->
            fetchedAt
                .plus(rhythm.interval())
                .minus(share(rhythm.spread(), cell))
                .truncatedTo(ChronoUnit.MINUTES));
  }

  /** How long to wait after so many failures in a row. */
  Duration backoff(WeatherReport.Provider provider, String cell, int failures) {
    var rhythm = rhythm(provider).orElseThrow();
    var doubled = rhythm.firstBackoff().multipliedBy(1L << Math.min(failures - 1, 20));
    var bounded =
        doubled.compareTo(rhythm.longestBackoff()) < 0 ? doubled : rhythm.longestBackoff();
    return bounded.plus(share(bounded.dividedBy(5), cell));
  }

  /** The cell's own part of a duration, from nothing to nearly all of it. */
  private static Duration share(Duration whole, String cell) {
    return whole.multipliedBy(Math.floorMod(cell.hashCode() * 0x9E3779B9, 1000)).dividedBy(1000);
  }
}

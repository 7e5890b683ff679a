package io.farmsync.weather.upstream;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How politely an upstream is asked.
 *
 * @param timeout for a whole answer, body included; longer forgives a slow upstream and delays
 *     everyone behind it
 * @param tries including the first
 * @param backoff before the second try, twice as long before the third; a short Retry-After takes
 *     its place
 * @param maxBody what exceeds it is not read further
 * @param breakerFailures so many failed tries in a row and it is left alone
 * @param breakerPause for how long it is left alone before one question tries it again
 * @param perMinute quota in places; the worker waits for the next minute
 * @param perHour quota in places; a spent one postpones the request
 * @param perDay likewise
 */
public record UpstreamSettings(
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("3") int tries,
    @DefaultValue("500ms") Duration backoff,
    @DefaultValue("16MB") DataSize maxBody,
    @DefaultValue("5") int breakerFailures,
    @DefaultValue("30s") Duration breakerPause,
    int perMinute,
    int perHour,
    int perDay) {

  public UpstreamSettings {
    requirePositive("timeout", timeout.isPositive(), timeout);
    requirePositive("backoff", backoff.isPositive(), backoff);
    requirePositive("breaker-pause", breakerPause.isPositive(), breakerPause);
    requirePositive("tries", tries > 0, tries);
    requirePositive("max-body", maxBody.toBytes() > 0, maxBody);
    requirePositive("breaker-failures", breakerFailures > 0, breakerFailures);
    requirePositive("per-minute", perMinute > 0, perMinute);
    requirePositive("per-hour", perHour > 0, perHour);
    requirePositive("per-day", perDay > 0, perDay);
  }

  /** The same with quotas for places that count as so many calls each, at least one place. */
  public UpstreamSettings inPlaces(double callsPerPlace) {
    return new UpstreamSettings(
        timeout,
        tries,
        backoff,
        maxBody,
        breakerFailures,
        breakerPause,
        places(perMinute, callsPerPlace),
        places(perHour, callsPerPlace),
        places(perDay, callsPerPlace));
  }

  private static int places(int calls, double callsPerPlace) {
    return Math.max(1, (int) (calls / callsPerPlace));
  }

  private static void requirePositive(String name, boolean positive, Object value) {
    if (!positive) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}

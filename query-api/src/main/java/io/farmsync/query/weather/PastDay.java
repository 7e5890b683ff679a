package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherReport.Day;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A day of the history.
 *
 * @param timeZone IANA zone whose day it is
 * @param fetchedAt when the provider said so
 */
public record PastDay(Day day, String timeZone, Instant fetchedAt) {

  /** What holds of a day after another record: the later word of the provider. */
  public static PastDay evolve(@Nullable PastDay known, PastDay next) {
    return known != null && known.fetchedAt().isAfter(next.fetchedAt()) ? known : next;
  }
}

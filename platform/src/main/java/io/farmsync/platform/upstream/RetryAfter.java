package io.farmsync.platform.upstream;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The Retry-After header: seconds from now, or an HTTP date. What is neither is as good as absent.
 */
final class RetryAfter {

  private static final long MAX_SECONDS = 86_400;

  private RetryAfter() {}

  /** Never more than a day ahead, never in the past. */
  static Optional<Instant> parse(Optional<String> header, Instant now) {
    return header.flatMap(text -> instant(text.strip(), now)).map(at -> bounded(at, now));
  }

  private static Optional<Instant> instant(String text, Instant now) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(now.plusSeconds(Long.parseLong(text)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant bounded(Instant at, Instant now) {
    var latest = now.plusSeconds(MAX_SECONDS);
    return at.isBefore(now) ? now : at.isAfter(latest) ? latest : at;
  }
}

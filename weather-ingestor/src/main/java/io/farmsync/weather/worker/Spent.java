package io.farmsync.weather.worker;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Places asked for in the running hour and day.
 *
 * @param hour number since 1970, UTC
 * @param day likewise
 */
record Spent(long hour, int inHour, long day, int inDay) {

  static final Spent NOTHING = new Spent(0, 0, 0, 0);

  private static final long SECONDS_OF_HOUR = 3600;
  private static final long SECONDS_OF_DAY = 86_400;
  private static final Pattern FORM =
      Pattern.compile("spent ([0-9]{1,9})h:([0-9]{1,9}) ([0-9]{1,9})d:([0-9]{1,9})");

  /** Reads {@link #text}; empty if it is something else. */
  static Optional<Spent> parse(String text) {
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(
            new Spent(
                Long.parseLong(match.group(1)),
                Integer.parseInt(match.group(2)),
                Long.parseLong(match.group(3)),
                Integer.parseInt(match.group(4))))
        : Optional.empty();
  }

  /** As it stands beside a committed offset. */
  String text() {
    return "spent %dh:%d %dd:%d".formatted(hour, inHour, day, inDay);
  }

  /** What of it counts in the hour and day of an instant. */
  Spent at(Instant now) {
    long thisHour = now.getEpochSecond() / SECONDS_OF_HOUR;
    long thisDay = now.getEpochSecond() / SECONDS_OF_DAY;
    return new Spent(thisHour, hour == thisHour ? inHour : 0, thisDay, day == thisDay ? inDay : 0);
  }

  Spent plus(int places, Instant now) {
    var current = at(now);
    return new Spent(current.hour, current.inHour + places, current.day, current.inDay + places);
  }

  /** When the hour of an instant is over. */
  static Instant nextHour(Instant now) {
    return Instant.ofEpochSecond((now.getEpochSecond() / SECONDS_OF_HOUR + 1) * SECONDS_OF_HOUR);
  }
}

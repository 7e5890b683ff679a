package io.farmsync.platform.throttle;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A number of calls in a period.
 *
 * @param count greater than 0
 */
public record Rate(long count, Duration period) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([A-Za-z]+)");

  /**
   * Reads {@code count/period}; the period goes by its first letter: second, minute, hour, day.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Rate parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException("rate: " + text + " (expected: a form such as 10/min)");
    }
    Duration period =
        switch (match.group(2).charAt(0)) {
          case 's', 'S' -> Duration.ofSeconds(1);
          case 'm', 'M' -> Duration.ofMinutes(1);
          case 'h', 'H' -> Duration.ofHours(1);
          case 'd', 'D' -> Duration.ofDays(1);
          default ->
              throw new IllegalArgumentException(
                  "rate: " + text + " (expected a period of s, min, hour or day)");
        };
    return new Rate(Long.parseLong(match.group(1)), period);
  }
}

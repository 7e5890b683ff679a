package io.farmsync.query.http;

import io.farmsync.platform.envelope.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The version of a farm that a reader wants at least.
 *
 * @param patience how long the reader would wait for it
 */
record WantedVersion(long version, Duration patience) {

  static final String PARAMETER = "min_version";
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  /** A preference of RFC 7240 in a list of them. */
  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?=[,;]|$)");

  /**
   * Reads {@code min_version} and {@code Prefer: wait=n}; a preference that cannot be read counts
   * as none, and one beyond {@link #LONGEST_WAIT} as that.
   *
   * @throws Refusal 400 if the version is no positive whole number
   */
  static Optional<WantedVersion> of(HttpServletRequest request) {
    String text = request.getParameter(PARAMETER);
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    if (!VERSION.matcher(text.strip()).matches()) {
      throw Refusal.invalid(PARAMETER, "Must be a version as a sync returned it: 1 or more.");
    }
    return Optional.of(new WantedVersion(Long.parseLong(text.strip()), wait(request)));
  }

  private static Duration wait(HttpServletRequest request) {
    for (String header : Collections.list(request.getHeaders("Prefer"))) {
      var wait = WAIT.matcher(header);
      if (wait.find()) {
        long seconds = Long.parseLong(wait.group(1));
        return Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds()));
      }
    }
    return Duration.ZERO;
  }
}

package io.farmsync.ndvi.job;

import java.time.Duration;

/**
 * How long a job tries, and how much of it runs at once.
 *
 * @param retries after a first failure, of a day or of the search, that is not the host's being
 *     away; then it fails
 * @param retryDelay between tries; {@code Retry-After} makes it longer
 * @param giveUpAfter how long a job waits in all for an upstream that cannot be reached
 * @param daysAtOnce acquisition days of one job that are worked side by side
 */
public record JobLimits(int retries, Duration retryDelay, Duration giveUpAfter, int daysAtOnce) {
  public JobLimits {
    if (retries < 0 || daysAtOnce < 1) {
      throw new IllegalArgumentException(
          "retries, daysAtOnce: " + retries + ", " + daysAtOnce + " (expected: >= 0, >= 1)");
    }
    if (retryDelay.compareTo(giveUpAfter) > 0) {
      throw new IllegalArgumentException(
          "retryDelay: " + retryDelay + " (expected: at most giveUpAfter, " + giveUpAfter + ")");
    }
  }
}

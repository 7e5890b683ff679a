package io.farmsync.ndvi.upstream;

import java.time.Duration;

/**
 * How hard an upstream is asked.
 *
 * @param timeout from sending the question to the last byte of the answer
 * @param attempts of one question, the first included; more hides short faults and keeps a job
 *     longer at a dead upstream
 * @param backOff before the second attempt; the n-th waits n times as long
 * @param longestWait what {@code Retry-After} may ask for within one question; beyond it the
 *     question fails and says how long
 * @param atOnce questions to one host at the same time; more is faster and is throttled sooner
 * @param failuresToOpen consecutive questions, all their attempts failed, that open the host's
 *     breaker; one broken file among good ones does not
 * @param openFor how long an open breaker refuses before one question tries again
 */
public record UpstreamLimits(
    Duration timeout,
    int attempts,
    Duration backOff,
    Duration longestWait,
    int atOnce,
    int failuresToOpen,
    Duration openFor) {
  public UpstreamLimits {
    if (attempts < 1 || atOnce < 1 || failuresToOpen < 1) {
      throw new IllegalArgumentException(
          "attempts, atOnce, failuresToOpen: %d, %d, %d (expected: >= 1)"
              .formatted(attempts, atOnce, failuresToOpen));
    }
  }
}

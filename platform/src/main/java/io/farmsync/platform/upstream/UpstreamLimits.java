package io.farmsync.platform.upstream;

import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import java.time.Duration;
import java.util.Set;

/**
 * How hard an upstream is asked.
 *
 * @param timeout from sending the question to the last byte of the answer
 * @param attempts of one question, the first included; more hides short faults and keeps a caller
 *     longer at a dead upstream
 * @param backOff before the second attempt; doubles with each further one
 * @param longestWait what {@code Retry-After} may ask for within one question; beyond it the
 *     question fails, says how long, and the host is left alone until then
 * @param atOnce questions to one host at the same time; more is faster and is throttled sooner
 * @param failuresToOpen consecutive questions, all their attempts failed, that open the host's
 *     breaker; one broken file among good ones does not
 * @param openFor how long an open breaker refuses before one question tries again
 * @param againstTheHost kinds of failure that count for the breaker; others say that the question
 *     was wrong
 */
public record UpstreamLimits(
    Duration timeout,
    int attempts,
    Duration backOff,
    Duration longestWait,
    int atOnce,
    int failuresToOpen,
    Duration openFor,
    Set<Kind> againstTheHost) {
  /** The host is away, overloaded or broken. */
  public static final Set<Kind> HOST_IN_TROUBLE =
      Set.of(Kind.SERVER_ERROR, Kind.UNREACHABLE, Kind.TIMED_OUT, Kind.THROTTLED);

  public UpstreamLimits {
    againstTheHost = Set.copyOf(againstTheHost);
    if (attempts < 1 || atOnce < 1 || failuresToOpen < 1) {
      throw new IllegalArgumentException(
          "attempts, atOnce, failuresToOpen: %d, %d, %d (expected: >= 1)"
              .formatted(attempts, atOnce, failuresToOpen));
    }
  }
}

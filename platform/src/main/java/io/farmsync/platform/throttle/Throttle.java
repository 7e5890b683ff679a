package io.farmsync.platform.throttle;

import java.time.Duration;
import java.util.Optional;

/** Counts calls per caller. */
public interface Throttle {

  /**
   * Takes one call out of the caller's allowance.
   *
   * @param key who calls: a verified id, or an address for those who are not verified
   * @return how long to wait, empty if the call may go on
   */
  Optional<Duration> take(Bucket bucket, String key);

  /** What is counted apart. */
  enum Bucket {
    /** Signed calls, by verified client. */
    SIGNED,
    /** Calls with an API key, by key. */
    API_KEY,
    /** Calls with a token, by client. */
    USER,
    /** Calls without valid credentials, by address. */
    ANONYMOUS,
    /** Failed signatures, by address and claimed client. */
    FAILED_SIGNATURE
  }
}

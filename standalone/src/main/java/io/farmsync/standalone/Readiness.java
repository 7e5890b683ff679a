package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Waits until the platform says that it is ready. */
final class Readiness {

  private static final Duration POLL = Duration.ofMillis(50);

  private Readiness() {}

  /**
   * Returns when {@code /readyz} answers 200.
   *
   * @throws FarmException naming the parts that are still missing at the deadline
   */
  static void await(FarmClient client, Duration limit, Clock clock) {
    Instant deadline = clock.instant().plus(limit);
    while (true) {
      var answer = client.getOpen("/readyz");
      if (answer.status() == 200) {
        return;
      }
      if (clock.instant().isAfter(deadline)) {
        throw new FarmException(
            "Farm Sync is not ready after "
                + limit.toSeconds()
                + " s: "
                + answer.body().at("/errors/components"));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}

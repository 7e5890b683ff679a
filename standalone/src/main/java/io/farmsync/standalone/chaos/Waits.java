package io.farmsync.standalone.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true, and remembers what did not in time. */
final class Waits {
  private final Duration poll;
  private final PrintWriter out;
  private final List<String> unfinished = new ArrayList<>();

  /**
   * @param poll how often is asked
   * @param out is told at once what did not become true
   */
  Waits(Duration poll, PrintWriter out) {
    this.poll = poll;
    this.out = out;
  }

  /** Whether it became true within the limit. */
  boolean await(String otherwise, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        unfinished.add("after " + limit.toSeconds() + " s " + otherwise);
        out.println(unfinished.getLast());
        out.flush();
        return false;
      }
      LockSupport.parkNanos(poll.toNanos());
    }
    return true;
  }

  /** What did not become true; empty if all did. */
  List<String> unfinished() {
    return List.copyOf(unfinished);
  }
}

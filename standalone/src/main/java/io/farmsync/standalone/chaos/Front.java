package io.farmsync.standalone.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Chooses between instances as the front door does: in turn, and one that has failed is left out
 * for two seconds.
 */
final class Front {
  private static final long LEFT_OUT = Duration.ofSeconds(2).toNanos();

  private final List<URI> instances;
  private final AtomicLongArray failedAt;
  private final AtomicInteger turn = new AtomicInteger();

  Front(List<URI> instances) {
    this.instances = instances;
    this.failedAt = new AtomicLongArray(instances.size());
    for (int each = 0; each < instances.size(); each++) {
      failedAt.set(each, System.nanoTime() - LEFT_OUT);
    }
  }

  /** The index of the next one to ask. */
  int next() {
    int first = Math.floorMod(turn.getAndIncrement(), instances.size());
    for (int step = 0; step < instances.size(); step++) {
      int each = (first + step) % instances.size();
      if (System.nanoTime() - failedAt.get(each) >= LEFT_OUT) {
        return each;
      }
    }
    return first;
  }

  URI address(int instance) {
    return instances.get(instance);
  }

  void failed(int instance) {
    failedAt.set(instance, System.nanoTime());
  }
}

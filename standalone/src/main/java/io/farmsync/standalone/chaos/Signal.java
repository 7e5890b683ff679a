package io.farmsync.standalone.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long operations of one kind took, and how long those that have not ended have taken. */
final class Signal {

  private record Done(Instant begun, Instant ended) {}

  private final ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
  private final Map<Object, Instant> open = new ConcurrentHashMap<>();

  /**
   * What a fault did to operations that were under way at it, or began since.
   *
   * @param worst from the fault, or its own begin if that was later
   */
  record Effect(int operations, Duration median, Duration p95, Duration worst) {}

  /** An operation begins; the token ends it. */
  Object begin() {
    var token = new Object();
    open.put(token, Instant.now());
    return token;
  }

  void end(Object token) {
    Instant begun = open.remove(token);
    if (begun != null) {
      over(begun, Instant.now());
    }
  }

  /** An operation that did not take place after all. */
  void forget(Object token) {
    open.remove(token);
  }

  void over(Instant begun, Instant ended) {
    done.add(new Done(begun, ended));
  }

  /** Drops what has ended, for the next fault. */
  void clear() {
    done.clear();
  }

  Effect since(Instant fault) {
    Instant now = Instant.now();
    List<Duration> took = new ArrayList<>();
    for (Done each : done) {
      if (!each.ended().isBefore(fault)) {
        took.add(Duration.between(later(each.begun(), fault), each.ended()));
      }
    }
    open.values().forEach(begun -> took.add(Duration.between(later(begun, fault), now)));
    took.sort(Comparator.naturalOrder());
    return new Effect(took.size(), at(took, 0.5), at(took, 0.95), at(took, 1));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static Duration at(List<Duration> sorted, double part) {
    return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }
}

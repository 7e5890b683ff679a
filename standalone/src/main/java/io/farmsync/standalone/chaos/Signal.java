package io.farmsync.standalone.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** How long operations of one kind took, and how long those that have not ended have taken. */
final class Signal {

  private record Done(Instant begun, Instant ended) {}

  private final ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
  private final Map<Object, Instant> open = new ConcurrentHashMap<>();

  /**
   * What a fault did to operations that were under way at it, or began since: how long each took
   * from the fault, or its own begin if that was later.
   */
  static final class Effect {
    private final int[] millis;

    /** In any order. */
    private Effect(IntStream millis) {
      this.millis = millis.sorted().toArray();
    }

    /** Of several faults together. */
    static Effect of(Collection<Effect> effects) {
      return new Effect(effects.stream().flatMapToInt(each -> IntStream.of(each.millis)));
    }

    int operations() {
      return millis.length;
    }

    Duration p95() {
      return at(0.95);
    }

    Duration worst() {
      return at(1);
    }

    /** Zero if there was no operation. */
    private Duration at(double part) {
      return millis.length == 0
          ? Duration.ZERO
          : Duration.ofMillis(millis[(int) Math.ceil(part * millis.length) - 1]);
    }
  }

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
    var took = IntStream.builder();
    for (Done each : done) {
      if (!each.ended().isBefore(fault)) {
        took.add(millis(later(each.begun(), fault), each.ended()));
      }
    }
    open.values().forEach(begun -> took.add(millis(later(begun, fault), now)));
    return new Effect(took.build());
  }

  private static int millis(Instant from, Instant to) {
    return Math.toIntExact(Duration.between(from, to).toMillis());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

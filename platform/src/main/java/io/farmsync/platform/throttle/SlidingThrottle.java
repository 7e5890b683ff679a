package io.farmsync.platform.throttle;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Throttles over a sliding window, bounded in callers. Decides by what this instance knows: its own
 * calls at once, those of other instances when they are told of. What it counted itself is kept
 * until it is drained, to be told to the others.
 */
public final class SlidingThrottle implements Throttle {

  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  private final LoadingCache<Caller, SlidingWindow> callers;
  private final Clock clock;
  private final int mostUntold;
  private final boolean shared;

  /** A caller's slot is counted by many at once, so without a lock; below 0 once it was told. */
  private final ConcurrentMap<Slot, AtomicInteger> untold = new ConcurrentHashMap<>();

  private record Caller(Bucket bucket, String key) {}

  private record Slot(Caller caller, long start) {}

  /**
   * Calls of one caller in one slot of time.
   *
   * @param slot start of it in milliseconds since 1970
   */
  public record Count(Bucket bucket, String key, long slot, int calls) {}

  /**
   * A throttle in which every caller starts with its full allowance.
   *
   * @throws IllegalArgumentException if a rate cannot be read
   */
  public SlidingThrottle(ThrottleProperties properties, Clock clock) {
    this.clock = clock;
    this.shared = properties.shared();
    this.mostUntold = properties.callers();
    this.callers =
        Caffeine.newBuilder()
            .maximumSize(properties.callers())
            .expireAfterAccess(properties.longestPeriod().multipliedBy(2))
            .executor(Runnable::run) // every request comes here: no wake-up of another thread
            .build(caller -> new SlidingWindow(properties.rate(caller.bucket())));
  }

  @Override
  public Optional<Duration> take(Bucket bucket, String key) {
    var caller = new Caller(bucket, key);
    SlidingWindow window = callers.get(caller);
    long now = clock.millis();
    long wait = window.take(now);
    if (wait > 0) {
      return Optional.of(Duration.ofMillis(wait));
    }
    if (shared && untold.size() < mostUntold) {
      count(new Slot(caller, window.slotOf(now)));
    }
    return Optional.empty();
  }

  private void count(Slot slot) {
    int before;
    do {
      var calls = untold.get(slot);
      if (calls == null) {
        calls = untold.computeIfAbsent(slot, _ -> new AtomicInteger());
      }
      before = calls.getAndUpdate(known -> known < 0 ? known : known + 1);
    } while (before < 0); // drained in between, and no longer in the map
  }

  /** Counts what another instance let in; not if its clock is far ahead of ours. */
  public void add(Count count) {
    if (count.slot() - clock.millis() > MAX_CLOCK_DIFFERENCE.toMillis()) {
      return;
    }
    callers.get(new Caller(count.bucket(), count.key())).add(count.slot(), count.calls());
  }

  /** What was counted here since the last time, at most {@code limit} entries of it. */
  public List<Count> drain(int limit) {
    var counts = new ArrayList<Count>();
    for (Slot slot : untold.keySet()) {
      if (counts.size() == limit) {
        break;
      }
      var calls = untold.remove(slot);
      if (calls != null) {
        int told = calls.getAndSet(-1);
        counts.add(new Count(slot.caller().bucket(), slot.caller().key(), slot.start(), told));
      }
    }
    return List.copyOf(counts);
  }
}

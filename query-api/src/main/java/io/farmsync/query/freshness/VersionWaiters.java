package io.farmsync.query.freshness;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Readers who wait for a version of a farm; the fold wakes them. */
public final class VersionWaiters {

  private final int most;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<UUID, List<Waiter>> byFarm = new ConcurrentHashMap<>();

  private record Waiter(long version, CountDownLatch woken) {}

  /**
   * @param most that may wait at once
   */
  public VersionWaiters(int most) {
    this.most = most;
  }

  /** A farm has this version now, and reads see it. */
  public void reached(UUID farm, long version) {
    var waiters = byFarm.get(farm);
    if (waiters == null) {
      return;
    }
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.version() <= version) {
        waiter.woken().countDown();
      }
    }
  }

  /** How many wait now. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * Waits until a version is there.
   *
   * @param isThere looks once, after which no version can be missed
   * @return false when the time is over
   * @throws ViewUnavailable if too many wait already, or the thread is interrupted
   */
  public boolean await(UUID farm, long version, Duration wait, BooleanSupplier isThere) {
    var waiter = new Waiter(version, new CountDownLatch(1));
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      throw new ViewUnavailable(most + " readers wait for a version already");
    }
    try {
      byFarm.compute(
          farm,
          (_, known) -> {
            List<Waiter> waiters = known == null ? new CopyOnWriteArrayList<>() : known;
            waiters.add(waiter);
            return waiters;
          });
      return isThere.getAsBoolean() || waiter.woken().await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ViewUnavailable("interrupted while waiting for a version", e);
    } finally {
      waiting.decrementAndGet();
      byFarm.computeIfPresent(
          farm,
          (_, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
          });
    }
  }
}

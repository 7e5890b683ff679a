package io.farmsync.platform.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps a distance between questions of one purpose, whoever asks them. Others go at once.
 * Questions take their turns in the order they come.
 */
public final class Pace implements Quota {
  private final String purpose;
  private final long distanceNanos;
  private final LongSupplier nanoClock;
  private final AtomicLong nextTurn;

  /**
   * @param distance from one question to the next; zero is no pace
   * @param nanoClock such as {@code System::nanoTime}
   */
  public Pace(String purpose, Duration distance, LongSupplier nanoClock) {
    this.purpose = purpose;
    this.distanceNanos = distance.toNanos();
    this.nanoClock = nanoClock;
    this.nextTurn = new AtomicLong(nanoClock.getAsLong());
  }

  @Override
  public void take(Ask ask) throws InterruptedException {
    if (!ask.purpose().equals(purpose) || distanceNanos == 0) {
      return;
    }
    long now = nanoClock.getAsLong();
    long turn = nextTurn.getAndUpdate(next -> Math.max(next, now) + distanceNanos);
    TimeUnit.NANOSECONDS.sleep(turn - now);
  }
}

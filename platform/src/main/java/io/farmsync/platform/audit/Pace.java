package io.farmsync.platform.audit;

import java.time.Duration;

/**
 * Keeps an audit from taking more than its share of the processor: so many records a second on the
 * average of a sweep, however many there are. A longer history makes a longer sweep.
 */
public final class Pace {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final long begun = System.nanoTime();
  private long records;

  Pace(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits as long as the records just read are ahead of their time. */
  public void after(int read) throws InterruptedException {
    records += read;
    long due = begun + records * SECOND / perSecond;
    long ahead = due - System.nanoTime();
    if (ahead > 0) {
      Thread.sleep(Duration.ofNanos(ahead));
    }
  }
}

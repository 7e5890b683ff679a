package io.farmsync.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be stopped when the command ends, by itself, by Ctrl-C or by {@code ./farm down}. */
final class Running implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  private final FarmHome home;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private boolean closed;

  Running(FarmHome home) {
    this.home = home;
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::close));
  }

  /** Stops the part when all stops, the latest first. */
  synchronized <P extends AutoCloseable> P keep(P part) {
    parts.push(part);
    return part;
  }

  void awaitStop() throws InterruptedException {
    stop.await();
  }

  @Override
  public synchronized void close() {
    stop.countDown();
    if (closed) {
      return;
    }
    closed = true;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.warn("a part did not stop cleanly", e);
      }
    }
    home.release();
  }
}

package io.farmsync.sync.database;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.transaction.TransactionException;

/**
 * Deletes rows that no longer count, a bounded number at a time, while the service runs. A run that
 * fails is made up for by the next one.
 */
public final class Purge implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Purge.class);

  /** Deletes some rows; returns how many. */
  @FunctionalInterface
  public interface Step {
    int delete();
  }

  private final String what;
  private final Step step;
  private final Duration interval;
  private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
  private volatile boolean running;

  /**
   * @param what for the log
   * @param interval from run to run; a run repeats the step until nothing is left to delete
   */
  public Purge(String what, Duration interval, Step step) {
    this.what = what;
    this.step = step;
    this.interval = interval;
  }

  @Override
  public void start() {
    running = true;
    scheduler.setThreadNamePrefix("purge-");
    scheduler.setVirtualThreads(true);
    var _ = scheduler.scheduleWithFixedDelay(this::run, interval);
  }

  @Override
  public void stop() {
    running = false;
    scheduler.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    try {
      int deleted = step.delete();
      while (running && deleted > 0) {
        log.debug("deleted {} {}", deleted, what);
        deleted = step.delete();
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("{} not deleted this time: {}", what, e.getMessage());
    }
  }
}

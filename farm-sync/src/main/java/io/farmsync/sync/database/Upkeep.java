package io.farmsync.sync.database;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.transaction.TransactionException;

/**
 * Work that is due now and then while the service runs, a bounded piece at a time: deleting rows
 * that no longer count, renewing keys. A run that fails is made up for by the next one.
 */
public final class Upkeep implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  /** Does a piece of the work; returns how much, 0 when nothing is left. */
  @FunctionalInterface
  public interface Step {
    int run();
  }

  private final String what;
  private final Step step;
  private final Duration interval;
  private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
  private volatile boolean running;

  /**
   * @param what for the log
   * @param interval from run to run; a run repeats the step until nothing is left to do
   */
  public Upkeep(String what, Duration interval, Step step) {
    this.what = what;
    this.step = step;
    this.interval = interval;
  }

  @Override
  public void start() {
    running = true;
    scheduler.setThreadNamePrefix("upkeep-");
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
      int done = step.run();
      while (running && done > 0) {
        log.debug("{}: {} done", what, done);
        done = step.run();
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("{}: not done this time: {}", what, e.getMessage());
    }
  }
}

package io.farmsync.platform.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sweeps again and again on a thread of its own, which a stop interrupts. A sweep that fails, since
 * a neighbour is down, is made up for by the next one.
 */
public final class RunningAudit implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RunningAudit.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** One comparison of everything. */
  public interface Sweep extends AutoCloseable {

    void run(Pace pace) throws InterruptedException;

    /** Lets go of what is kept from sweep to sweep; {@link #run} may be called again. */
    @Override
    void close();
  }

  private final AuditSettings settings;
  private final Sweep sweep;
  private volatile @Nullable Thread thread;

  public RunningAudit(AuditSettings settings, Sweep sweep) {
    this.settings = settings;
    this.sweep = sweep;
  }

  @Override
  public void start() {
    var sweeping = Thread.ofPlatform().name(settings.name()).daemon().unstarted(this::run);
    thread = sweeping; // before it starts, since it ends when this says that it should not run
    sweeping.start();
  }

  @Override
  public void stop() {
    var running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
      try {
        if (!running.join(STOP_LIMIT)) {
          log.warn("{} did not stop within {}", settings.name(), STOP_LIMIT);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      while (isRunning()) {
        long next = System.nanoTime() + settings.interval().toNanos();
        sweepOnce();
        long rest = next - System.nanoTime();
        Thread.sleep(Duration.ofNanos(Math.max(0, rest)));
      }
    } catch (InterruptedException _) {
      log.debug("{} stops", settings.name());
    } finally {
      sweep.close();
    }
  }

  private void sweepOnce() throws InterruptedException {
    try {
      sweep.run(new Pace(settings.recordsPerSecond()));
    } catch (RuntimeException failure) {
      boolean isStopped = !isRunning();
      if (isStopped) {
        var _ = Thread.interrupted(); // else what is kept could not be closed in peace
      }
      sweep.close();
      if (isStopped) {
        throw new InterruptedException("stopping");
      }
      log.warn("{}: not done this time: {}", settings.name(), failure.getMessage());
      log.debug("What ended it", failure);
    }
  }
}

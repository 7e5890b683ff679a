package io.farmsync.sync.relay;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the relay with the service and stops it after HTTP has drained; between them, gives it its
 * heartbeat.
 */
final class RelayLifecycle implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(RelayLifecycle.class);

  /** Before the web server starts, which is 2048 below the maximum, and after it has stopped. */
  private static final int PHASE = Integer.MAX_VALUE - 4096;

  private final Relay relay;
  private final RelayProperties properties;
  private @Nullable ScheduledExecutorService timer;

  RelayLifecycle(Relay relay, RelayProperties properties) {
    this.relay = relay;
    this.properties = properties;
  }

  @Override
  public synchronized void start() {
    var started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("farm-relay-timer").daemon().factory());
    every(started, properties.heartbeatInterval(), relay::beat);
    every(started, properties.measureInterval(), relay::measure);
    relay.start();
    timer = started;
  }

  /** A failure here shows in the relay itself; the timer goes on. */
  private static void every(ScheduledExecutorService timer, Duration interval, Runnable action) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
              } catch (RelayException failure) {
                log.debug("Next attempt in {}", interval, failure);
              }
            },
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    var started = timer;
    if (started != null) {
      started.shutdownNow();
      relay.stop();
      timer = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return timer != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}

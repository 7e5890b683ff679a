package io.farmsync.platform.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * {@code farm_component_ready}: what {@code /readyz} tells, as 1 or 0 for each part, asked for in
 * the background. A part that takes long to answer delays its own figure and no scrape.
 */
final class ReadinessMetrics implements SmartLifecycle {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Readiness readiness;
  private final MeterRegistry meters;
  private final Map<String, Integer> ready = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService thread;

  ReadinessMetrics(Readiness readiness, MeterRegistry meters) {
    this.readiness = readiness;
    this.meters = meters;
  }

  @Override
  public synchronized void start() {
    var started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("readiness").daemon().factory());
    var _ =
        started.scheduleWithFixedDelay(
            this::ask, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    thread = started;
  }

  private void ask() {
    for (String component : readiness.components()) {
      boolean is = readiness.of(component).isReady();
      if (ready.put(component, is ? 1 : 0) == null) {
        Gauge.builder("farm.component.ready", ready, all -> all.getOrDefault(component, 0))
            .description("1 while the part does its work, 0 while /readyz says that it does not")
            .tag("component", component)
            .register(meters);
      }
    }
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}

package io.farmsync.ndvi.topology.micrometer;

import io.farmsync.ndvi.topology.BacklogListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jobs before workers have them, on the one instance that hands them out; the others show 0. {@code
 * ndvi_jobs_backlog} grows while more is asked for than workers can do. Alert on {@code
 * ndvi_jobs_refused_total} growing.
 */
final class BacklogMetrics implements BacklogListener {
  private final MeterRegistry registry;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final Map<String, AtomicInteger> stale = new ConcurrentHashMap<>();
  private final Counter refused;

  BacklogMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("ndvi.jobs.backlog", waiting, AtomicInteger::get)
        .description("Jobs whose turn has not come")
        .register(registry);
    Gauge.builder("ndvi.jobs.released", released, AtomicInteger::get)
        .description("Jobs that workers have, queued or under way")
        .register(registry);
    refused =
        Counter.builder("ndvi.jobs.refused")
            .description("Orders not taken, as too many jobs wait")
            .register(registry);
  }

  @Override
  public void backlog(int nowWaiting, int nowReleased) {
    waiting.set(nowWaiting);
    released.set(nowReleased);
  }

  /**
   * A gauge by its nature; only a counter may have the suffix that dashboards of the contract
   * query.
   */
  @Override
  public void stale(String index, int farms) {
    stale
        .computeIfAbsent(
            index,
            _ -> {
              var count = new AtomicInteger();
              FunctionCounter.builder("spectral.farms.stale", count, AtomicInteger::get)
                  .description("Active farms without a value of the last days")
                  .tag("index", index)
                  .tag("engine", "stac")
                  .register(registry);
              return count;
            })
        .set(farms);
  }

  @Override
  public void ended(String code) {
    Counter.builder("ndvi.jobs.ended.unworked")
        .description("Jobs that ended before a worker had them")
        .tag("code", code)
        .register(registry)
        .increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }
}

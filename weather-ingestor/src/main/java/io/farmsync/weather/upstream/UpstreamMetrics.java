package io.farmsync.weather.upstream;

import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamListener;
import io.farmsync.schemas.WeatherAnswer.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of an upstream. Requests count tries that went out; errors say by type how
 * tries ended badly, those that were not sent (paused) included. Alert on errors over requests, and
 * on a quota that is nearly spent.
 */
final class UpstreamMetrics implements UpstreamListener {

  private final MeterRegistry meters;
  private final String upstream;
  private final AtomicInteger breaker = new AtomicInteger();

  /** Endpoints asked so far; each upstream has a few. */
  private final Set<String> endpoints = ConcurrentHashMap.newKeySet();

  UpstreamMetrics(MeterRegistry meters, String upstream) {
    this.meters = meters;
    this.upstream = upstream;
    Gauge.builder("spectral.provider.circuit.state", breaker, AtomicInteger::get)
        .description("0 closed, 1 open, 2 half open")
        .tags("provider", upstream)
        .strongReference(true)
        .register(meters);
  }

  @Override
  public void asked(Ask ask, String host, Duration took, @Nullable UpstreamFailure failure) {
    meters.counter("weather.provider.requests", tags(ask)).increment();
    if (endpoints.add(ask.purpose())) {
      countFromNothing(ask);
    }
    DistributionSummary.builder("weather.provider.locations")
        .description("Places asked for in one call")
        .tags(tags(ask))
        .register(meters)
        .record(ask.cost());
    if (failure == null || failure.status().isPresent()) { // a whole answer came, good or bad
      Timer.builder("weather.provider.latency")
          .description("Whole answer of one try")
          .tags(tags(ask))
          .serviceLevelObjectives(buckets())
          .register(meters)
          .record(took);
    }
    if (failure != null) {
      failed(ask, failure);
    }
  }

  @Override
  public void leftAlone(Ask ask, UpstreamFailure why) {
    failed(ask, why);
  }

  @Override
  public void breakerMoved(String host, String from, String to) {
    breaker.set(
        switch (to) {
          case "open" -> 1;
          case "half_open" -> 2;
          default -> 0;
        });
  }

  /** An alert sees a counter grow, not appear. */
  private void countFromNothing(Ask ask) {
    for (var code : Code.values()) {
      errors(ask, code);
    }
  }

  private void failed(Ask ask, UpstreamFailure failure) {
    errors(ask, UpstreamException.codeOf(failure)).increment();
  }

  private Counter errors(Ask ask, Code code) {
    return meters.counter("weather.provider.errors", tags(ask).and("error_type", code.wireName()));
  }

  void quota(String window, Supplier<Number> left) {
    Gauge.builder("weather.provider.quota.left", left)
        .description("Places that may still be asked for in the running window")
        .tags("provider", upstream, "window", window)
        .strongReference(true)
        .register(meters);
  }

  private Tags tags(Ask ask) {
    return Tags.of("provider", upstream, "endpoint", ask.purpose());
  }

  private static Duration[] buckets() {
    return new Duration[] {
      Duration.ofMillis(100),
      Duration.ofMillis(300),
      Duration.ofMillis(500),
      Duration.ofSeconds(1),
      Duration.ofSeconds(2),
      Duration.ofSeconds(5),
      Duration.ofSeconds(10)
    };
  }
}

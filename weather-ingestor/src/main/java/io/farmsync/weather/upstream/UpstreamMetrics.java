package io.farmsync.weather.upstream;

import io.farmsync.schemas.WeatherAnswer;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What an operator sees of an upstream. Requests count tries that went out; errors say by type how
 * tries ended badly, those that were not sent (paused) included. Alert on errors over requests, and
 * on a quota that is nearly spent.
 */
final class UpstreamMetrics {

  private final MeterRegistry meters;
  private final String upstream;

  UpstreamMetrics(MeterRegistry meters, String upstream) {
    this.meters = meters;
    this.upstream = upstream;
  }

  /** A try goes out. */
  void asks(String endpoint, int places) {
    meters.counter("weather.provider.requests", tags(endpoint)).increment();
    DistributionSummary.builder("weather.provider.locations")
        .description("Places asked for in one call")
        .tags(tags(endpoint))
        .register(meters)
        .record(places);
  }

  /** A whole answer came, good or bad. */
  void answered(String endpoint, Duration took) {
    Timer.builder("weather.provider.latency")
        .description("Whole answer of one try")
        .tags(tags(endpoint))
        .serviceLevelObjectives(buckets())
        .register(meters)
        .record(took);
  }

  void failed(String endpoint, WeatherAnswer.Code code) {
    meters
        .counter("weather.provider.errors", tags(endpoint).and("error_type", code.wireName()))
        .increment();
  }

  void quota(String window, Supplier<Number> left) {
    Gauge.builder("weather.provider.quota.left", left)
        .description("Places that may still be asked for in the running window")
        .tags("provider", upstream, "window", window)
        .strongReference(true)
        .register(meters);
  }

  void breaker(Supplier<Number> state) {
    Gauge.builder("spectral.provider.circuit.state", state)
        .description("0 closed, 1 open, 2 half open")
        .tags("provider", upstream)
        .strongReference(true)
        .register(meters);
  }

  private Tags tags(String endpoint) {
    return Tags.of("provider", upstream, "endpoint", endpoint);
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

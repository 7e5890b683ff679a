package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Derived;
import io.farmsync.query.ndvi.Engine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What readers of representation v2 were told, once for each value of each answer. Many nulls of
 * one reason say what is wrong with the imagery, not with the service.
 */
final class DerivationMetrics implements DerivationListener {

  private static final double LOW = 0.5;

  private final MeterRegistry meters;

  DerivationMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void derived(Engine engine, Derived derived) {
    String name = engine.wireName();
    Counter.builder("ndvi.v2.observation")
        .tag("engine", name)
        .tag("is_null", Boolean.toString(derived.selected() == null))
        .register(meters)
        .increment();
    derived
        .nullReason()
        .ifPresent(reason ->
            Counter.builder("ndvi.v2.null.output")
                .tag("engine", name)
                .tag("null_reason", reason)
                .register(meters)
                .increment());
    if (derived.confidence() < LOW) {
      Counter.builder("ndvi.v2.low.confidence").tag("engine", name).register(meters).increment();
    }
    DistributionSummary.builder("ndvi.v2.confidence")
        .serviceLevelObjectives(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
        .tag("engine", name)
        .tag("source", derived.source())
        .register(meters)
        .record(derived.confidence());
  }
}

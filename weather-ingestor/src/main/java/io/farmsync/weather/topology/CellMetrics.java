package io.farmsync.weather.topology;

import io.farmsync.weather.cell.Step;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an operator sees of the cells. Alert on the overdue seconds: they stay below a minute while
 * the topology keeps up and providers answer; failing providers show in their own metrics, because
 * failures move the due instant.
 */
final class CellMetrics {

  private final MeterRegistry meters;
  private final Map<Integer, Double> overdue = new ConcurrentHashMap<>();
  private final Map<Place, Double> oldest = new ConcurrentHashMap<>();

  private record Place(int partition, String provider) {}

  CellMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void asked(Step.Ask ask) {
    meters
        .counter(
            "weather.refreshes.requested",
            "provider",
            ask.provider().wireName(),
            "reason",
            ask.reason().name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void reported(String provider) {
    meters.counter("weather.reports.published", "provider", provider).increment();
  }

  /** How old the oldest report of a provider is, among the partition's cells that farms need. */
  void oldest(int partition, String provider, double seconds) {
    var place = new Place(partition, provider);
    if (oldest.put(place, seconds) == null) {
      Gauge.builder("weather.report.oldest", oldest, all -> all.getOrDefault(place, 0.0))
          .description("Age of the oldest report of a needed cell")
          .baseUnit("seconds")
          .tags("partition", Integer.toString(partition), "provider", provider)
          .strongReference(true)
          .register(meters);
    }
  }

  /** For how long the longest waiting cell of the partition has been due. */
  void overdue(int partition, double seconds) {
    if (overdue.put(partition, seconds) == null) {
      Gauge.builder("weather.refresh.overdue", overdue, all -> all.getOrDefault(partition, 0.0))
          .baseUnit("seconds")
          .tag("partition", Integer.toString(partition))
          .strongReference(true)
          .register(meters);
    }
  }
}

package io.farmsync.query.weather.http;

import io.farmsync.schemas.WeatherReport;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * How often readers met weather that was there. A miss is a cell of which the provider asked for
 * has said nothing yet; alert when misses stay above a few percent: farms come faster than they are
 * fetched, or providers do not answer.
 */
final class WeatherReadMetrics {

  private final MeterRegistry meters;

  WeatherReadMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void read(Optional<WeatherReport> report, Place place) {
    var provider = place.preference().first();
    boolean hit = report.filter(known -> known.providers().containsKey(provider)).isPresent();
    meters
        .counter(
            hit ? "weather_cache_hits_total" : "weather_cache_misses_total",
            "provider",
            provider.wireName(),
            "endpoint",
            place.endpoint())
        .increment();
  }
}

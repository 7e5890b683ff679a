package io.farmsync.query.topology;

import io.farmsync.schemas.WeatherReport;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Weather reports → weather; a report published earlier never replaces a later one. */
final class WeatherFold implements Fold<WeatherReport> {

  private KeyValueStore<String, WeatherReport> weather;

  @NullUnmarked // the store comes with open
  WeatherFold() {}

  @Override
  public void open(ProcessingContext context) {
    weather = context.getStateStore(Views.WEATHER.store());
  }

  @Override
  public void apply(String key, @Nullable WeatherReport report) {
    if (report == null) {
      weather.delete(key);
      return;
    }
    if (!key.equals(report.cell())) {
      throw new IllegalArgumentException("a weather report must be keyed by its cell");
    }
    WeatherReport known = weather.get(key);
    if (known == null || !report.publishedAt().isBefore(known.publishedAt())) {
      weather.put(key, report);
    }
  }
}

package io.farmsync.query.topology;

import io.farmsync.schemas.WeatherReport;
import java.util.EnumMap;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Weather reports → weather, whole and once more without hours and days; a report published earlier
 * never replaces a later one.
 */
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
      weather.delete(Views.presentKey(key));
      return;
    }
    if (!key.equals(report.cell())) {
      throw new IllegalArgumentException("a weather report must be keyed by its cell");
    }
    WeatherReport known = weather.get(Views.presentKey(key));
    if (known == null || !report.publishedAt().isBefore(known.publishedAt())) {
      weather.put(key, report);
      weather.put(Views.presentKey(key), present(report));
    }
  }

  private static WeatherReport present(WeatherReport report) {
    var providers =
        new EnumMap<WeatherReport.Provider, WeatherReport.ProviderReport>(
            WeatherReport.Provider.class);
    report
        .providers()
        .forEach((provider, part) ->
            providers.put(
                provider,
                new WeatherReport.ProviderReport(
                    part.fetchedAt(), part.current(), List.of(), List.of())));
    return new WeatherReport(
        report.cell(),
        report.latitude(),
        report.longitude(),
        report.timeZone(),
        providers,
        report.publishedAt());
  }
}

package io.farmsync.query.topology;

import io.farmsync.query.weather.PastDay;
import io.farmsync.schemas.WeatherDays;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Days that are over → history; the later word of a provider wins. */
final class PastDayFold implements Fold<WeatherDays> {

  private KeyValueStore<String, PastDay> history;

  @NullUnmarked // the store comes with open
  PastDayFold() {}

  @Override
  public void open(ProcessingContext context) {
    history = context.getStateStore(Views.PAST_DAYS.store());
  }

  @Override
  public void apply(String key, @Nullable WeatherDays days) {
    if (days == null || !key.equals(days.cell())) {
      throw new IllegalArgumentException("days must be keyed by their cell");
    }
    for (var day : days.days()) {
      var place = Views.pastDayKey(key, days.provider().wireName(), day.day());
      var next = new PastDay(day, days.timeZone(), days.fetchedAt());
      history.put(place, PastDay.evolve(history.get(place), next));
    }
  }
}

package io.farmsync.query.kafka;

import io.farmsync.query.topology.Views;
import io.farmsync.query.topology.Views.KeyRange;
import io.farmsync.query.weather.PastDay;
import io.farmsync.query.weather.PastDays;
import io.farmsync.schemas.WeatherReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The history out of its store, which has a cell's days side by side. */
final class StreamsPastDays implements PastDays {

  private final StoreReader stores;

  StreamsPastDays(StoreReader stores) {
    this.stores = stores;
  }

  @Override
  public List<PastDay> between(
      String cell, WeatherReport.Provider provider, LocalDate from, LocalDate to) {
    var range =
        new KeyRange(
            Views.pastDayKey(cell, provider.wireName(), from),
            Views.pastDayKey(cell, provider.wireName(), to));
    var found = new ArrayList<PastDay>();
    int partition = StoreReader.partitionOf(Views.PAST_DAYS, cell);
    try (var entries = stores.ascending(Views.PAST_DAYS, partition, range)) {
      entries.forEachRemaining(entry -> found.add(entry.value));
    }
    return found;
  }
}

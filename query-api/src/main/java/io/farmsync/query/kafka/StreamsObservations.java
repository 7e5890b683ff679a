package io.farmsync.query.kafka;

import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Series;
import io.farmsync.query.topology.Views;
import io.farmsync.query.topology.Views.KeyRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Observations out of their store, which has a farm's series side by side in order of date. */
final class StreamsObservations implements Observations {

  private final StoreReader stores;

  StreamsObservations(StoreReader stores) {
    this.stores = stores;
  }

  @Override
  public List<Observation> between(Series series, LocalDate from, LocalDate to) {
    var range = new KeyRange(key(series, from), key(series, to));
    var found = new ArrayList<Observation>();
    try (var entries = stores.ascending(Views.OBSERVATIONS, partition(series), range)) {
      entries.forEachRemaining(entry -> found.add(entry.value));
    }
    found.removeIf(observation -> !isWithinBoundary(series, observation));
    return found;
  }

  @Override
  public Optional<Observation> newest(Series series, Predicate<Observation> wanted) {
    var range =
        Views.observationsOf(farm(series), series.index().wireName(), series.engine().wireName());
    try (var entries = stores.descending(Views.OBSERVATIONS, partition(series), range)) {
      while (entries.hasNext()) {
        Observation observation = entries.next().value;
        if (isWithinBoundary(series, observation) && wanted.test(observation)) {
          return Optional.of(observation);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isWithinBoundary(Series series, Observation observation) {
    return observation.farmVersion() >= series.farm().boundaryVersion();
  }

  private static int partition(Series series) {
    return StoreReader.partitionOf(Views.OBSERVATIONS, farm(series).toString());
  }

  private static String key(Series series, LocalDate date) {
    return Views.observationKey(
        farm(series), series.index().wireName(), series.engine().wireName(), date);
  }

  private static UUID farm(Series series) {
    return series.farm().id();
  }
}

package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.schemas.FarmState;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A tombstone in topic farms erases all that was derived from the farm. Its states are left alone:
 * farm events tell them, and since which version the boundary is the present one.
 */
final class PurgeFold implements Fold<FarmState> {

  private KeyValueStore<String, KnownFarm> farms;
  private KeyValueStore<String, Observation> observations;
  private TenantLists lists;

  @NullUnmarked // the stores come with open
  PurgeFold() {}

  @Override
  public void open(ProcessingContext context) {
    farms = context.getStateStore(Views.FARMS.store());
    observations = context.getStateStore(Views.OBSERVATIONS.store());
    lists = new TenantLists(context);
  }

  @Override
  public void apply(String key, @Nullable FarmState state) {
    if (state != null) {
      return;
    }
    var range = Views.observationsOf(UUID.fromString(key));
    try (var erased = observations.range(range.from(), range.to())) {
      erased.forEachRemaining(entry -> observations.delete(entry.key));
    }
    KnownFarm known = farms.delete(key);
    if (known != null) {
      lists.remove(known);
    }
  }
}

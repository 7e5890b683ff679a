package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.schemas.FarmEvent;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Farm events → farms, the lists and indexes of each tenant. The purge of a farm erases its
 * observations; that it was purged is remembered, for those that come later.
 */
final class FarmFold implements Fold<FarmEvent> {

  /** Events that leave the state of the crop as it is. */
  private static final Set<FarmEvent.Type> MERE_NAMES =
      Set.of(FarmEvent.Type.RENAMED, FarmEvent.Type.OWNER_CHANGED);

  private KeyValueStore<String, KnownFarm> farms;
  private KeyValueStore<String, Observation> observations;
  private TenantLists lists;
  private CropStates states;
  private ProcessingContext context;
  private final StateRule rule;
  private final VersionListener listener;
  private final OpenStores open;

  @NullUnmarked // the stores come with open
  FarmFold(StateRule rule, VersionListener listener, OpenStores open) {
    this.open = open;
    this.rule = rule;
    this.listener = listener;
  }

  @Override
  public void open(ProcessingContext context) {
    this.context = context;
    farms = context.getStateStore(Views.FARMS.store());
    observations = context.getStateStore(Views.OBSERVATIONS.store());
    lists = new TenantLists(context, open);
    lists.index(farms);
    states = new CropStates(context, rule);
    states.index(farms);
    lists.recount();
  }

  @Override
  public void apply(String key, @Nullable FarmEvent event) {
    if (event == null || !key.equals(event.externalFarmId().toString())) {
      throw new IllegalArgumentException("a farm event must be keyed by its farm's id");
    }
    KnownFarm known = farms.get(key);
    KnownFarm next = KnownFarm.evolve(known, event);
    farms.put(key, next);
    if (known != null && !isListedAlike(known, next)) {
      lists.remove(known);
    }
    if (next.state().isActive()) {
      lists.add(next);
    } else {
      lists.remove(next);
    }
    if (next.isPurged()) {
      eraseObservations(next.id());
    }
    if (known == null || !MERE_NAMES.contains(event.type())) {
      states.place(next);
    }
    listener.onVersion(next.id(), next.version());
  }

  private void eraseObservations(UUID farm) {
    var range = Views.observationsOf(farm);
    try (var erased = observations.range(range.from(), range.to())) {
      erased.forEachRemaining(entry -> {
        observations.delete(entry.key);
        open.changed(Views.OBSERVATIONS, context, entry.key);
      });
    }
  }

  private static boolean isListedAlike(KnownFarm one, KnownFarm other) {
    return Views.listKey(one.state()).equals(Views.listKey(other.state()))
        && Views.userKey(one.state()).equals(Views.userKey(other.state()))
        && Views.placeKey(one).equals(Views.placeKey(other));
  }
}

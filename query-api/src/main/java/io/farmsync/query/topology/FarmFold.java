package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.schemas.FarmEvent;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Farm events → farms, the list of each tenant, and its length. */
final class FarmFold implements Fold<FarmEvent> {

  private KeyValueStore<String, KnownFarm> farms;
  private TenantLists lists;
  private final VersionListener listener;

  @NullUnmarked // the stores come with open
  FarmFold(VersionListener listener) {
    this.listener = listener;
  }

  @Override
  public void open(ProcessingContext context) {
    farms = context.getStateStore(Views.FARMS.store());
    lists = new TenantLists(context);
    lists.index(farms);
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
    listener.onVersion(next.id(), next.version());
  }

  private static boolean isListedAlike(KnownFarm one, KnownFarm other) {
    return Views.listKey(one.state()).equals(Views.listKey(other.state()))
        && Views.userKey(one.state()).equals(Views.userKey(other.state()))
        && Views.placeKey(one).equals(Views.placeKey(other));
  }
}

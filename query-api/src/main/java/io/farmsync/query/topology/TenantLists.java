package io.farmsync.query.topology;

import static java.util.Objects.requireNonNullElse;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.schemas.FarmState;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The active farms of each tenant in one partition: in a list with its length, by user, by place.
 */
final class TenantLists {

  private final ProcessingContext context;
  private final OpenStores open;
  private final KeyValueStore<String, String> lists;
  private final KeyValueStore<String, Long> counts;
  private final KeyValueStore<String, String> users;
  private final KeyValueStore<String, String> places;

  TenantLists(ProcessingContext context, OpenStores open) {
    this.context = context;
    this.open = open;
    lists = context.getStateStore(Views.FARMS_OF_TENANT.store());
    counts = context.getStateStore(Views.FARM_COUNTS.store());
    users = context.getStateStore(Views.FARMS_OF_USER.store());
    places = context.getStateStore(Views.FARMS_BY_PLACE.store());
  }

  void add(KnownFarm known) {
    FarmState farm = known.state();
    users.put(Views.userKey(farm), farm.externalFarmId().toString());
    places.put(Views.placeKey(known), farm.externalFarmId().toString());
    String key = Views.listKey(farm);
    if (lists.get(key) == null) {
      lists.put(key, farm.externalFarmId().toString());
      open.changed(Views.FARMS_OF_TENANT, context, key);
      count(farm.tenant(), 1);
    }
  }

  void remove(KnownFarm known) {
    FarmState farm = known.state();
    users.delete(Views.userKey(farm));
    places.delete(Views.placeKey(known));
    String key = Views.listKey(farm);
    if (lists.delete(key) != null) {
      open.changed(Views.FARMS_OF_TENANT, context, key);
      count(farm.tenant(), -1);
    }
  }

  /**
   * Sets the counts to what the lists hold: a crash may have kept one change and lost the other.
   */
  void recount() {
    Map<String, Long> counted = new HashMap<>();
    try (var all = counts.all()) {
      all.forEachRemaining(entry -> counted.put(entry.key, 0L));
    }
    try (var all = lists.all()) {
      all.forEachRemaining(entry -> counted.merge(Views.tenantOf(entry.key), 1L, Long::sum));
    }
    counted.forEach((tenant, count) -> {
      if (!count.equals(counts.get(tenant))) {
        setCount(tenant, count);
      }
    });
  }

  /** Fills indexes that are newer than the farms. */
  void index(KeyValueStore<String, KnownFarm> farms) {
    try (var indexed = places.all();
        var all = farms.all()) {
      if (!indexed.hasNext()) {
        all.forEachRemaining(entry -> {
          if (entry.value.state().isActive()) {
            add(entry.value);
          }
        });
      }
    }
  }

  private void count(String tenant, long change) {
    setCount(tenant, requireNonNullElse(counts.get(tenant), 0L) + change);
  }

  private void setCount(String tenant, long count) {
    counts.put(tenant, count);
    open.changed(Views.FARM_COUNTS, context, tenant);
  }
}

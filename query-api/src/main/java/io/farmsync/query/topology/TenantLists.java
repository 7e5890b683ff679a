package io.farmsync.query.topology;

import static java.util.Objects.requireNonNullElse;

import io.farmsync.schemas.FarmState;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The active farms of each tenant in one partition, and how many they are. */
final class TenantLists {

  private final KeyValueStore<String, String> lists;
  private final KeyValueStore<String, Long> counts;

  TenantLists(ProcessingContext context) {
    lists = context.getStateStore(Views.FARMS_OF_TENANT.store());
    counts = context.getStateStore(Views.FARM_COUNTS.store());
  }

  void add(FarmState farm) {
    String key = Views.listKey(farm);
    if (lists.get(key) == null) {
      lists.put(key, farm.externalFarmId().toString());
      count(farm.tenant(), 1);
    }
  }

  void remove(FarmState farm) {
    if (lists.delete(Views.listKey(farm)) != null) {
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
        counts.put(tenant, count);
      }
    });
  }

  private void count(String tenant, long change) {
    counts.put(tenant, requireNonNullElse(counts.get(tenant), 0L) + change);
  }
}

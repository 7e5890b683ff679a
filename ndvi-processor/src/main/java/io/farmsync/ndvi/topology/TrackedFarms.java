package io.farmsync.ndvi.topology;

import io.farmsync.ndvi.plan.TrackedFarm;
import io.farmsync.schemas.kafka.WireJson;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/** Farms as planning knows them, in the store; nobody else reads it, so no schema guards it. */
record TrackedFarms(KeyValueStore<String, byte[]> store) {
  Optional<TrackedFarm> get(UUID farm) {
    return Optional.ofNullable(store.get(farm.toString())).map(TrackedFarms::read);
  }

  void put(TrackedFarm farm) {
    store.put(farm.farm().externalFarmId().toString(), WireJson.mapper().writeValueAsBytes(farm));
  }

  void forEach(Consumer<TrackedFarm> each) {
    try (var all = store.all()) {
      all.forEachRemaining(entry -> each.accept(read(entry.value)));
    }
  }

  private static TrackedFarm read(byte[] value) {
    return WireJson.mapper().readValue(value, TrackedFarm.class);
  }
}

package io.farmsync.ndvi.topology;

import io.farmsync.ndvi.plan.Backlog;
import io.farmsync.ndvi.plan.OpenJob;
import io.farmsync.schemas.kafka.WireJson;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/** Open jobs in the store; nobody else reads it, so no schema guards it. */
record StoredJobs(KeyValueStore<String, byte[]> store) implements Backlog.Store {
  @Override
  public Optional<OpenJob> get(String id) {
    return Optional.ofNullable(store.get(id)).map(StoredJobs::read);
  }

  @Override
  public void put(OpenJob job) {
    store.put(job.request().jobId(), WireJson.mapper().writeValueAsBytes(job));
  }

  @Override
  public void remove(String id) {
    store.delete(id);
  }

  @Override
  public void forEach(Consumer<OpenJob> each) {
    try (var all = store.all()) {
      all.forEachRemaining(entry -> each.accept(read(entry.value)));
    }
  }

  private static OpenJob read(byte[] value) {
    return WireJson.mapper().readValue(value, OpenJob.class);
  }
}

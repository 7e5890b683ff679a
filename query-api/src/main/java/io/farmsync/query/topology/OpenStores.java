package io.farmsync.query.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the tasks that fold here, from the moment a task is restored and begins until it is
 * suspended or closed. {@code KafkaStreams.store} finds them too, but goes through all tasks of all
 * threads for each single read, under locks of those who work.
 */
public final class OpenStores {

  private final Map<Place, ReadOnlyKeyValueStore<String, ?>> stores = new ConcurrentHashMap<>();

  private record Place(View<?> view, int partition) {}

  /** The store, if this instance folds the partition; it may be closed at any moment. */
  @SuppressWarnings("unchecked") // put under its view only
  public <V> @Nullable ReadOnlyKeyValueStore<String, V> find(View<V> view, int partition) {
    return (ReadOnlyKeyValueStore<String, V>) stores.get(new Place(view, partition));
  }

  void opened(View<?> view, ProcessingContext context) {
    KeyValueStore<String, ?> store = context.getStateStore(view.store());
    stores.put(new Place(view, context.taskId().partition()), store);
  }

  void closed(View<?> view, ProcessingContext context) {
    stores.remove(new Place(view, context.taskId().partition()));
  }
}

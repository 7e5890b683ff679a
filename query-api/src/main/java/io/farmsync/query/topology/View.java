package io.farmsync.query.topology;

import io.farmsync.schemas.Topic;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A store and what it holds.
 *
 * @param store its name, and so that of its changelog; a changed stored form gets a new name, and
 *     the views are then rebuilt by order
 * @param source the topic whose record key decides the partition
 * @param form how its values are stored
 * @param beginning what is kept of it in memory, if anything is
 */
public record View<V>(
    String store, Topic<?> source, StoredForm<V> form, @Nullable Beginning beginning) {

  /** A view that is read out of its stores only. */
  View(String store, Topic<?> source, StoredForm<V> form) {
    this(store, source, form, null);
  }

  /** A view whose values are stored as JSON. */
  View(String store, Topic<?> source, Class<V> value) {
    this(store, source, new StoredJson<>(value));
  }

  /** The partitions it is spread over. */
  public IntStream partitions() {
    return IntStream.range(0, source.partitions());
  }

  /** A value as it is stored, for another instance. */
  public byte[] write(V entry) {
    return form.write(entry);
  }

  /** The value that another instance has stored. */
  public V read(byte[] stored) {
    return form.read(stored);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof View<?> view && store.equals(view.store);
  }

  @Override
  public int hashCode() {
    return store.hashCode();
  }

  StoreBuilder<KeyValueStore<String, V>> builder() {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(store), Serdes.String(), form.serde());
  }

  /** The same on every instance, without a changelog: the topic is it. */
  StoreBuilder<KeyValueStore<String, V>> globalBuilder() {
    return builder().withLoggingDisabled();
  }
}

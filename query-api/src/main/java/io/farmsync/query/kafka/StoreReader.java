package io.farmsync.query.kafka;

import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Asks the stores of this instance. Whatever keeps a store from answering is a {@link
 * ViewUnavailable}.
 *
 * <p>It does not use the newer {@code KafkaStreams.query}: in Kafka 4.3 that takes the locks of a
 * store and of its position in the other order than a write does, and a read beside a write can
 * stop both for ever (KAFKA-19629).
 */
final class StoreReader {

  private final Supplier<KafkaStreams> streams;

  StoreReader(Supplier<KafkaStreams> streams) {
    this.streams = streams;
  }

  /** Where records of this key are; the partitioner of Kafka's own producers. */
  static int partitionOf(View<?> view, String recordKey) {
    byte[] key = recordKey.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % view.source().partitions();
  }

  <V> Optional<V> value(View<V> view, int partition, String key) {
    try {
      return Optional.ofNullable(open(view, partition).get(key));
    } catch (InvalidStateStoreException e) {
      throw unavailable(view, e);
    }
  }

  /** Ascending by key; the caller closes it. */
  <V> KeyValueIterator<String, V> ascending(View<V> view, int partition, KeyRange range) {
    try {
      return open(view, partition).range(range.from(), range.to());
    } catch (InvalidStateStoreException e) {
      throw unavailable(view, e);
    }
  }

  /** Descending by key; the caller closes it. */
  <V> KeyValueIterator<String, V> descending(View<V> view, int partition, KeyRange range) {
    try {
      return open(view, partition).reverseRange(range.from(), range.to());
    } catch (InvalidStateStoreException e) {
      throw unavailable(view, e);
    }
  }

  /** A value of a view that is whole on every instance. */
  <V> Optional<V> globalValue(View<V> view, String key) {
    try {
      return Optional.ofNullable(streams.get().store(parameters(view)).get(key));
    } catch (InvalidStateStoreException e) {
      throw unavailable(view, e);
    }
  }

  private <V> ReadOnlyKeyValueStore<String, V> open(View<V> view, int partition) {
    return streams.get().store(parameters(view).withPartition(partition));
  }

  private static <V> StoreQueryParameters<ReadOnlyKeyValueStore<String, V>> parameters(
      View<V> view) {
    return StoreQueryParameters.fromNameAndType(view.store(), QueryableStoreTypes.keyValueStore());
  }

  private static ViewUnavailable unavailable(View<?> view, InvalidStateStoreException cause) {
    return new ViewUnavailable("view " + view.store() + " cannot answer", cause);
  }
}

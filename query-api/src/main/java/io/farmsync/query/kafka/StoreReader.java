package io.farmsync.query.kafka;

import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;

/**
 * Asks the stores of this instance. Whatever keeps a store from answering is a {@link
 * ViewUnavailable}.
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

  static Set<Integer> partitionsOf(View<?> view) {
    return IntStream.range(0, view.source().partitions()).boxed().collect(Collectors.toSet());
  }

  <V> Optional<V> value(View<V> view, int partition, String key) {
    QueryResult<V> result =
        ask(view, KeyQuery.<String, V>withKey(key), Set.of(partition)).get(partition);
    return Optional.ofNullable(answer(view, partition, result).getResult());
  }

  /** The values of one key in every partition that has it. */
  <V> Map<Integer, V> valuesEverywhere(View<V> view, String key) {
    var results = ask(view, KeyQuery.<String, V>withKey(key), partitionsOf(view));
    var values = new HashMap<Integer, V>();
    for (int partition : partitionsOf(view)) {
      V value = answer(view, partition, results.get(partition)).getResult();
      if (value != null) {
        values.put(partition, value);
      }
    }
    return values;
  }

  /** Ascending by key; the caller closes it. */
  <V> KeyValueIterator<String, V> ascending(View<V> view, int partition, KeyRange range) {
    return scan(view, partition, RangeQuery.<String, V>withRange(range.from(), range.to()));
  }

  /** Descending by key; the caller closes it. */
  <V> KeyValueIterator<String, V> descending(View<V> view, int partition, KeyRange range) {
    return scan(
        view,
        partition,
        RangeQuery.<String, V>withRange(range.from(), range.to()).withDescendingKeys());
  }

  /** A value of a view that is whole on every instance. */
  <V> Optional<V> globalValue(View<V> view, String key) {
    try {
      var store =
          streams
              .get()
              .store(
                  StoreQueryParameters.fromNameAndType(
                      view.store(), QueryableStoreTypes.<String, V>keyValueStore()));
      return Optional.ofNullable(store.get(key));
    } catch (InvalidStateStoreException e) {
      throw new ViewUnavailable("view " + view.store() + " cannot answer", e);
    }
  }

  private <V> KeyValueIterator<String, V> scan(
      View<V> view, int partition, RangeQuery<String, V> query) {
    QueryResult<KeyValueIterator<String, V>> result =
        ask(view, query, Set.of(partition)).get(partition);
    return answer(view, partition, result).getResult();
  }

  private <R> Map<Integer, QueryResult<R>> ask(
      View<?> view, Query<R> query, Set<Integer> partitions) {
    var request =
        StateQueryRequest.inStore(view.store())
            .withQuery(query)
            .withPartitions(partitions)
            .requireActive();
    try {
      return streams.get().query(request).getPartitionResults();
    } catch (InvalidStateStoreException e) {
      throw new ViewUnavailable("view " + view.store() + " cannot answer", e);
    }
  }

  private static <R> QueryResult<R> answer(
      View<?> view, int partition, @Nullable QueryResult<R> result) {
    if (result == null || result.isFailure()) {
      throw new ViewUnavailable(
          "view "
              + view.store()
              + " cannot answer for partition "
              + partition
              + (result == null ? "" : ": " + result.getFailureReason()));
    }
    return result;
  }
}

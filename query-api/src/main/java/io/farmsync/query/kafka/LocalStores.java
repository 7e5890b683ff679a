package io.farmsync.query.kafka;

import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.Answers.Entry;
import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.OpenStores;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views.KeyRange;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The stores of this instance. Whatever keeps a store from answering is a {@link ViewUnavailable}.
 *
 * <p>It does not use the newer {@code KafkaStreams.query}: in Kafka 4.3 that takes the locks of a
 * store and of its position in the other order than a write does, and a read beside a write can
 * stop both for ever (KAFKA-19629).
 */
final class LocalStores {

  private final Supplier<KafkaStreams> streams;
  private final OpenStores open;

  LocalStores(Supplier<KafkaStreams> streams, OpenStores open) {
    this.streams = streams;
    this.open = open;
  }

  /**
   * A value.
   *
   * @param isCopyEnough whether a standby, or a store that is being restored, may answer
   */
  <V> Optional<V> value(View<V> view, int partition, String key, boolean isCopyEnough) {
    var beginning = open.beginning(view, partition, new KeyRange(key, key), false);
    if (beginning.isPresent()) {
      return beginning(view, beginning.get()).entries().stream()
          .findFirst()
          .map(entry -> view.read(entry.value()));
    }
    return read(view, partition, key, isCopyEnough);
  }

  private <V> Optional<V> read(View<V> view, int partition, String key, boolean isCopyEnough) {
    try {
      return Optional.ofNullable(open(view, partition, isCopyEnough).get(key));
    } catch (InvalidStateStoreException e) {
      throw unavailable(view, e);
    }
  }

  /** In the order of keys, or against it; the caller closes it. */
  <V> KeyValueIterator<String, V> range(
      View<V> view, int partition, KeyRange range, boolean isDescending, boolean isCopyEnough) {
    return open.beginning(view, partition, range, isDescending)
        .<KeyValueIterator<String, V>>map(question ->
            new PartedRange<>(
                view,
                question,
                beginning(view, question),
                next -> readPart(view, next, isCopyEnough)))
        .orElseGet(() -> read(view, partition, range, isDescending, isCopyEnough));
  }

  /** What another instance, or whoever wants the stored form, asks of a partition. */
  Answer answer(View<?> view, Question question, boolean isCopyEnough) {
    return question.asksOneKey()
        ? readValue(view, question, isCopyEnough)
        : readPart(view, question, isCopyEnough);
  }

  private Answer beginning(View<?> view, Question question) {
    return open.beginning(view, question, () -> answer(view, question, false));
  }

  private <V> Answer readValue(View<V> view, Question question, boolean isCopyEnough) {
    var entries =
        read(view, question.partition(), question.from(), isCopyEnough).stream()
            .map(value -> new Entry(question.from(), view.write(value)))
            .toList();
    return new Answer(entries, false);
  }

  private <V> Answer readPart(View<V> view, Question question, boolean isCopyEnough) {
    var range = new KeyRange(question.from(), question.to());
    try (var found = read(view, question.partition(), range, question.descending(), isCopyEnough)) {
      var entries = new ArrayList<Entry>();
      while (entries.size() < question.limit() && found.hasNext()) {
        var next = found.next();
        entries.add(new Entry(next.key, view.write(next.value)));
      }
      return new Answer(entries, found.hasNext());
    }
  }

  private <V> KeyValueIterator<String, V> read(
      View<V> view, int partition, KeyRange range, boolean isDescending, boolean isCopyEnough) {
    try {
      var store = open(view, partition, isCopyEnough);
      return new Guarded<>(
          view,
          isDescending
              ? store.reverseRange(range.from(), range.to())
              : store.range(range.from(), range.to()));
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

  private <V> ReadOnlyKeyValueStore<String, V> open(
      View<V> view, int partition, boolean isCopyEnough) {
    var folded = open.find(view, partition);
    if (folded != null) {
      return folded;
    }
    var parameters = parameters(view).withPartition(partition);
    return streams.get().store(isCopyEnough ? parameters.enableStaleStores() : parameters);
  }

  private static <V> StoreQueryParameters<ReadOnlyKeyValueStore<String, V>> parameters(
      View<V> view) {
    return StoreQueryParameters.fromNameAndType(view.store(), QueryableStoreTypes.keyValueStore());
  }

  private static ViewUnavailable unavailable(View<?> view, InvalidStateStoreException cause) {
    return new ViewUnavailable("view " + view.store() + " cannot answer", cause);
  }

  /** A store may move to another instance while it is read. */
  private record Guarded<V>(View<V> view, KeyValueIterator<String, V> entries)
      implements KeyValueIterator<String, V> {

    @Override
    public boolean hasNext() {
      try {
        return entries.hasNext();
      } catch (InvalidStateStoreException e) {
        throw unavailable(view, e);
      }
    }

    @Override
    public KeyValue<String, V> next() {
      try {
        return entries.next();
      } catch (InvalidStateStoreException e) {
        throw unavailable(view, e);
      }
    }

    @Override
    public String peekNextKey() {
      try {
        return entries.peekNextKey();
      } catch (InvalidStateStoreException e) {
        throw unavailable(view, e);
      }
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}

package io.farmsync.query.topology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.Views.KeyRange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the tasks that fold here, from the moment a task is restored and begins until it is
 * suspended or closed. {@code KafkaStreams.store} finds them too, but goes through all tasks of all
 * threads for each single read, under locks of those who work.
 *
 * <p>Beginnings of their ranges that are asked for again and again are kept in memory. Whoever
 * writes to a store says so here, and then they are read again.
 */
public final class OpenStores {

  /** Of heap, about: the newest observations of thirty thousand series, or 600 tenants' lists. */
  private static final long BEGINNING_BYTES = 32L << 20;

  /** Of heap for an entry and for an answer, beside their keys and values. */
  private static final int OVERHEAD_BYTES = 128;

  private final Map<Place, ReadOnlyKeyValueStore<String, ?>> stores = new ConcurrentHashMap<>();

  private final Cache<Asked, Answer> beginnings =
      Caffeine.newBuilder()
          .maximumWeight(BEGINNING_BYTES)
          .weigher(OpenStores::bytes)
          .executor(Runnable::run)
          .build();

  private record Place(View<?> view, int partition) {}

  private record Asked(View<?> view, Question question) {}

  /** The store, if this instance folds the partition; it may be closed at any moment. */
  @SuppressWarnings("unchecked") // put under its view only
  public <V> @Nullable ReadOnlyKeyValueStore<String, V> find(View<V> view, int partition) {
    return (ReadOnlyKeyValueStore<String, V>) stores.get(new Place(view, partition));
  }

  /**
   * The question whose answer is the beginning of a range, if that is kept and the partition is
   * folded here.
   */
  public Optional<Question> beginning(
      View<?> view, int partition, KeyRange range, boolean isDescending) {
    var beginning = view.beginning();
    return beginning == null || !stores.containsKey(new Place(view, partition))
        ? Optional.empty()
        : beginning.question(partition, range, isDescending);
  }

  /**
   * The beginning of a range as it is kept, else as it is read now.
   *
   * @param question one that {@link #beginning} gave
   */
  public Answer beginning(View<?> view, Question question, Supplier<Answer> read) {
    return beginnings.get(new Asked(view, question), _ -> read.get());
  }

  /** An entry has been written or deleted. Until this returns, readers may see it as it was. */
  void changed(View<?> view, ProcessingContext context, String key) {
    var beginning = view.beginning();
    if (beginning != null) {
      beginnings.invalidate(new Asked(view, beginning.question(context.taskId().partition(), key)));
    }
  }

  /** What was kept of the partition is of a time when it was folded here before. */
  void opened(View<?> view, ProcessingContext context) {
    int partition = context.taskId().partition();
    if (view.beginning() != null) {
      beginnings
          .asMap()
          .keySet()
          .removeIf(
              asked -> asked.view().equals(view) && asked.question().partition() == partition);
    }
    KeyValueStore<String, ?> store = context.getStateStore(view.store());
    stores.put(new Place(view, partition), store);
  }

  void closed(View<?> view, ProcessingContext context) {
    stores.remove(new Place(view, context.taskId().partition()));
  }

  private static int bytes(Asked asked, Answer answer) {
    int bytes = OVERHEAD_BYTES + asked.question().from().length() + asked.question().to().length();
    for (var entry : answer.entries()) {
      bytes += OVERHEAD_BYTES + entry.key().length() + entry.value().length;
    }
    return bytes;
  }
}

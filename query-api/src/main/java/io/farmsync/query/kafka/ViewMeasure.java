package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.freshness.Reach;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Measures in the background how far the views are, so that a read only looks it up. When Kafka
 * does not answer, what was known stays, and the ages grow.
 */
final class ViewMeasure implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ViewMeasure.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final Supplier<KafkaStreams> streams;
  private final Clock clock;
  private final Duration every;
  private final boolean hasCopies;
  private final Map<TopicPartition, Reach> inputs = new HashMap<>();
  private final Map<Place, Reach> copies = new HashMap<>();
  private volatile Map<Place, Long> inputsReached = Map.of();
  private volatile Map<Place, Long> copiesReached = Map.of();
  private @Nullable ScheduledExecutorService schedule;
  private @Nullable Admin admin;

  /** One partition of a topic, or of a store. */
  private record Place(String name, int partition) {}

  /**
   * @param hasCopies whether there are other instances, whose stores may have copies here
   */
  ViewMeasure(
      KafkaSettings settings,
      Supplier<KafkaStreams> streams,
      Clock clock,
      Duration every,
      boolean hasCopies) {
    this.settings = settings;
    this.streams = streams;
    this.clock = clock;
    this.every = every;
    this.hasCopies = hasCopies;
  }

  /**
   * Everything published longer ago is in the view; milliseconds, empty until first measured.
   * Between measurements it grows, so that in quiet it lies below two intervals.
   */
  OptionalLong lag(View<?> view, int partition) {
    return since(inputsReached.get(new Place(view.source().name(), partition)));
  }

  /**
   * Likewise for the copy of a view that this instance has; empty if it has none, or never saw it
   * whole.
   */
  OptionalLong copyAge(View<?> view, int partition) {
    return since(copiesReached.get(new Place(view.store(), partition)));
  }

  @Override
  public void start() {
    var starting =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("query-measure").factory());
    schedule = starting;
    // failures are caught; the future tells nothing
    var _ =
        starting.scheduleWithFixedDelay(
            this::measureSafely, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    var stopping = schedule;
    schedule = null;
    if (stopping != null) {
      stopping.shutdownNow();
    }
    closeAdmin();
  }

  @Override
  public boolean isRunning() {
    return schedule != null;
  }

  private OptionalLong since(@Nullable Long reached) {
    return reached == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, clock.millis() - reached));
  }

  private void measureSafely() {
    try {
      measure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      log.debug("it could not be measured how far the views are", e);
    } catch (IllegalStateException | ViewUnavailable e) {
      log.debug("the views do not run", e);
    }
  }

  private void measure() throws ExecutionException, InterruptedException, TimeoutException {
    long now = clock.millis();
    var asked = admin();
    ends(asked).forEach((partition, end) -> reach(inputs, partition).note(end, now));
    committed(asked).forEach((partition, offset) -> reach(inputs, partition).position(offset));
    var reached = new HashMap<Place, Long>();
    inputs.forEach((partition, reach) ->
        reach
            .reached()
            .ifPresent(moment ->
                reached.put(new Place(partition.topic(), partition.partition()), moment)));
    inputsReached = Map.copyOf(reached);
    if (hasCopies) {
      measureCopies(reached);
    }
  }

  /** A copy that has the whole changelog has what its partition's reader had committed before. */
  private void measureCopies(Map<Place, Long> inputsSeen) {
    var lags = streams.get().allLocalStorePartitionLags();
    // a task that changes its role is nowhere for a moment, but keeps what it has
    var here = new HashMap<>(copiesReached);
    for (View<?> view : Views.partitioned()) {
      lags.getOrDefault(view.store(), Map.of())
          .forEach((partition, lag) -> {
            var place = new Place(view.store(), partition);
            var reach = copies.computeIfAbsent(place, _ -> new Reach());
            if (lag.currentOffsetPosition() < reach.position()) {
              reach = new Reach(); // made anew
              copies.put(place, reach);
            }
            Long seen = inputsSeen.get(new Place(view.source().name(), partition));
            if (seen != null) {
              reach.note(lag.endOffsetPosition(), seen);
            }
            reach.position(lag.currentOffsetPosition());
            here.remove(place);
            reach.reached().ifPresent(moment -> here.put(place, moment));
          });
    }
    copiesReached = Map.copyOf(here);
  }

  private static <K> Reach reach(Map<K, Reach> known, K key) {
    return known.computeIfAbsent(key, _ -> new Reach());
  }

  private static Map<TopicPartition, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    var wanted =
        sources().stream()
            .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    var ends = new HashMap<TopicPartition, Long>();
    within(admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static Map<TopicPartition, Long> committed(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(sources());
    var offsets = new HashMap<TopicPartition, Long>();
    sources()
        .forEach(partition -> offsets.put(partition, 0L)); // nothing published, nothing committed
    within(
            admin
                .listConsumerGroupOffsets(Map.of(ViewStreams.APPLICATION, spec))
                .partitionsToOffsetAndMetadata(ViewStreams.APPLICATION))
        .forEach((partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  static Collection<TopicPartition> sources() {
    return Views.partitioned().stream()
        .map(View::source)
        .distinct()
        .flatMap(topic ->
            IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
        .toList();
  }

  private synchronized Admin admin() {
    var open = admin;
    if (open == null) {
      open = Admin.create(settings.client("query-api-measure"));
      admin = open;
    }
    return open;
  }

  private synchronized void closeAdmin() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
      admin = null;
    }
  }

  private static <T> T within(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}

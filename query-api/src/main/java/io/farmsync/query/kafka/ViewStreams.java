package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.instances.Address;
import io.farmsync.query.instances.InstanceProperties;
import io.farmsync.query.topology.ViewTopology;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the views. At least once: the folds bear repetition, a crash then keeps the local stores,
 * which exactly once would throw away. A thread that fails is replaced; when that happens again and
 * again, the views stop and readiness says so.
 */
final class ViewStreams implements SmartLifecycle {

  static final String APPLICATION = "query-api";

  private static final Logger log = LoggerFactory.getLogger(ViewStreams.class);
  private static final int MAX_FAILURES = 10;
  private static final Duration FAILURE_PERIOD = Duration.ofMinutes(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final ViewProperties properties;
  private final InstanceProperties instances;
  private final ViewTopology topology;
  private final MeterRegistry meters;
  private final RestoreProgress restores;
  private final Clock clock;
  private final Deque<Instant> failures = new ArrayDeque<>();
  private volatile StoreMemory.@Nullable Shared memory;
  private volatile @Nullable KafkaStreams streams;
  private @Nullable KafkaStreamsMetrics metrics;

  ViewStreams(
      KafkaSettings settings,
      ViewProperties properties,
      InstanceProperties instances,
      ViewTopology topology,
      MeterRegistry meters,
      RestoreProgress restores,
      Clock clock) {
    this.settings = settings;
    this.properties = properties;
    this.instances = instances;
    this.topology = topology;
    this.meters = meters;
    this.restores = restores;
    this.clock = clock;
  }

  /**
   * The running application.
   *
   * @throws ViewUnavailable before the start and after the stop
   */
  KafkaStreams running() {
    var current = streams;
    if (current == null) {
      throw new ViewUnavailable("the views have not been started");
    }
    return current;
  }

  @Override
  public void start() {
    var shared = new StoreMemory.Shared(properties.memory().toBytes());
    memory = shared;
    var config = new StreamsConfig(config(shared));
    var builder = new StreamsBuilder(new TopologyConfig(config));
    topology.addTo(builder);
    var starting = new KafkaStreams(builder.build(), config);
    starting.setUncaughtExceptionHandler(this::onFailure);
    var binding = new KafkaStreamsMetrics(starting);
    binding.bindTo(meters);
    metrics = binding;
    starting.setGlobalStateRestoreListener(restores);
    starting.start();
    streams = starting;
  }

  /** Leaves the group: a member that merely falls silent keeps its work from others for a while. */
  @Override
  public void stop() {
    var stopping = streams;
    streams = null;
    if (metrics != null) {
      metrics.close();
      metrics = null;
    }
    var options =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    if (stopping != null && !stopping.close(options)) {
      log.warn("the views did not stop within {}; their memory is left to the exit", CLOSE_TIMEOUT);
      return; // a store still open must not lose its memory
    }
    var shared = memory;
    memory = null;
    if (shared != null) {
      shared.close();
    }
  }

  @Override
  public boolean isRunning() {
    return streams != null;
  }

  private Map<String, Object> config(StoreMemory.Shared shared) {
    var config = new HashMap<>(settings.streams(APPLICATION));
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    instances.own().ifPresent(own -> config.putAll(amongOthers(own)));
    config.put(
        consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millis(instances.sessionTimeout()));
    config.put(
        consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), millis(instances.heartbeat()));
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, properties.commitInterval().toMillis());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, properties.threads());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replication());
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder());
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
    config.put(StoreMemory.SHARED, shared);
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    // Dozens of small changelogs: those that are restored already must not hold up the others for
    // the usual 500 ms. Less than this, and standbys that find nothing new keep the brokers busy.
    config.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    return config;
  }

  /**
   * Work moves only to an instance that has what it takes: a newcomer first makes copies, and takes
   * over at a later look. The newer group protocol knows no such patience, hence the older one.
   */
  private Map<String, Object> amongOthers(Address own) {
    return Map.of(
        StreamsConfig.APPLICATION_SERVER_CONFIG,
        own.toString(),
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
        instances.standbys(),
        StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG,
        instances.acceptableLag(),
        StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG,
        instances.warmups(),
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
        instances.lookEvery().toMillis(),
        // a killed instance that is back before its session ended takes up its own work again
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        own.toString().replace(':', '-'));
  }

  private static String consumer(String name) {
    return StreamsConfig.mainConsumerPrefix(name);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  private String stateFolder() {
    try {
      return Files.createDirectories(Path.of(settings.stateFolder())).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "farm.kafka.state-folder: " + settings.stateFolder() + " cannot be created", e);
    }
  }

  private synchronized StreamThreadExceptionResponse onFailure(Throwable failure) {
    Instant now = clock.instant();
    failures.removeIf(at -> at.isBefore(now.minus(FAILURE_PERIOD)));
    failures.add(now);
    if (failures.size() > MAX_FAILURES) {
      log.error("the views stop after {} failures in {}", MAX_FAILURES, FAILURE_PERIOD, failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    log.error("a thread of the views failed and is replaced", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}

package io.farmsync.weather.topology;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.weather.cell.CellRules;
import io.farmsync.weather.cell.History;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The running cells topology. A thread that fails is replaced, and its transaction is as if it had
 * not been.
 */
final class WeatherStreams implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WeatherStreams.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Map<String, Object> config;
  private final Topology topology;
  private final MeterRegistry meters;
  private @Nullable KafkaStreams streams;
  private @Nullable KafkaStreamsMetrics metrics;

  WeatherStreams(Map<String, Object> config, Topology topology, MeterRegistry meters) {
    this.config = config;
    this.topology = topology;
    this.meters = meters;
  }

  /**
   * Settings of the topology; the application id names its group, its internal topics and its
   * folder.
   */
  static Map<String, Object> config(KafkaSettings kafka, TopologySettings settings) {
    var config = kafka.streams(settings.applicationId());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.STATE_DIR_CONFIG, kafka.stateFolder());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.replication());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    // A thread commits between polls. One that has waited for longer than the interval commits what
    // came at once; else that waits for one poll more.
    config.put(StreamsConfig.POLL_MS_CONFIG, 4 * settings.commitInterval().toMillis());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
    config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonRecords.class);
    config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonRecords.class);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // With more in flight, batches behind the first of a transaction can arrive before it is
    // registered and come back
    // as out of order; they are sent again, but the broker logs each as an error.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return config;
  }

  /** The topology, built so that unnamed internals are refused. */
  static Topology topology(
      Map<String, Object> config, CellRules rules, History history, CellMetrics metrics) {
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    WeatherTopology.addTo(builder, rules, history, metrics);
    return builder.build();
  }

  @Override
  public synchronized void start() {
    createStateFolder();
    var starting = new KafkaStreams(topology, new StreamsConfig(config));
    starting.setUncaughtExceptionHandler(failure -> {
      log.error("the cells topology failed and goes on from its last commit", failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    metrics = new KafkaStreamsMetrics(starting);
    metrics.bindTo(meters);
    starting.start();
    streams = starting;
  }

  @Override
  public synchronized void stop() {
    if (metrics != null) {
      metrics.close();
      metrics = null;
    }
    if (streams != null) {
      streams.close(STOP_WITHIN);
      streams = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return streams != null;
  }

  /** True while the topology runs or rebalances; starting, failing and stopping are not it. */
  synchronized boolean isUp() {
    return streams != null && streams.state().isRunningOrRebalancing();
  }

  /** Stream threads must not race to create it. */
  private void createStateFolder() {
    try {
      Files.createDirectories(Path.of(String.valueOf(config.get(StreamsConfig.STATE_DIR_CONFIG))));
    } catch (IOException e) {
      throw new UncheckedIOException("state folder of the cells topology", e);
    }
  }
}

package io.farmsync.ndvi.topology.kafka;

import io.farmsync.ndvi.topology.Dispatching;
import io.farmsync.ndvi.topology.NdviTopology;
import io.farmsync.platform.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
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
 * The trigger topology in this process. A stream thread that fails is replaced and goes on from its
 * last commit.
 */
final class TriggerStreams implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerStreams.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);
  private static final Duration POLL = Duration.ofMillis(20);

  private final KafkaSettings kafka;
  private final Dispatching dispatching;
  private final Duration commitInterval;
  private @Nullable KafkaStreams streams;

  TriggerStreams(KafkaSettings kafka, Dispatching dispatching, Duration commitInterval) {
    this.kafka = kafka;
    this.dispatching = dispatching;
    this.commitInterval = commitInterval;
  }

  @Override
  public synchronized void start() {
    var config = new StreamsConfig(config());
    var builder = new StreamsBuilder(new TopologyConfig(config));
    NdviTopology.addTo(builder, dispatching);
    var started = new KafkaStreams(builder.build(), config);
    started.setUncaughtExceptionHandler(failure -> {
      LOG.error("Trigger topology broke off; its thread is replaced", failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    started.start();
    streams = started;
  }

  /** Leaves the group: the next start need not wait for a member that merely fell silent. */
  @Override
  public synchronized void stop() {
    if (streams != null) {
      streams.close(
          CloseOptions.timeout(STOP_WITHIN)
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
      streams = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return streams != null;
  }

  /** In the words of Kafka Streams, such as {@code RUNNING}. */
  synchronized String state() {
    return streams == null ? "STOPPED" : streams.state().name();
  }

  private Properties config() {
    Map<String, Object> config = new HashMap<>(kafka.streams("ndvi-trigger"));
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "ndvi-trigger");
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.replication());
    config.put(
        StreamsConfig.STATE_DIR_CONFIG, Path.of(kafka.stateFolder(), "ndvi-trigger").toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    // A commit waits for the poll before it, which lasts 100 ms where nothing else arrives.
    config.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
    // With more in flight, batches behind the first of a transaction can arrive before it is
    // registered; they come back as out of order.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    var properties = new Properties();
    properties.putAll(config);
    return properties;
  }
}

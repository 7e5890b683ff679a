package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.relay.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Where the relay's position is kept: one key in one compacted partition. */
final class OffsetsTopic {
  static final String NAME = "farm-relay-offsets";
  private static final int PARTITIONS = 1;
  private static final byte[] KEY = "farm-relay".getBytes(StandardCharsets.UTF_8);

  private final KafkaSettings settings;

  OffsetsTopic(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Creates the topic unless it is there. */
  void create() {
    var topic =
        new NewTopic(NAME, PARTITIONS, settings.replication())
            .configs(
                Map.of(
                    "cleanup.policy",
                    "compact",
                    "min.insync.replicas",
                    Integer.toString(Math.max(1, settings.replication() - 1)),
                    // Small segments, so that the few records that matter are quick to read.
                    "segment.bytes",
                    "16777216"));
    Map<String, Object> config = settings.client("farm-relay-offsets");
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, settings.requestTimeoutMs(5_000));
    try (Admin admin = Admin.create(config)) {
      if (!isThere(admin)) {
        admin.createTopics(List.of(topic)).all().get();
      }
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(
            "topic " + NAME + " was not created: " + failure.getCause(), failure.getCause());
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptException(interrupted);
    }
  }

  /** Any broker knows; only the controller creates, and a relay must not wait for a new one. */
  private static boolean isThere(Admin admin) throws InterruptedException, ExecutionException {
    try {
      var _ = admin.describeTopics(List.of(NAME)).allTopicNames().get();
      return true;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw failure;
    }
  }

  /**
   * What is kept.
   *
   * @param farmEventsEnds where each partition of {@code farm-events} ends with this transaction;
   *     null in records of earlier versions
   */
  record Stored(
      String database, long lsn, Map<String, Object> offset, @Nullable List<Long> farmEventsEnds) {
    LogPosition position() {
      return new LogPosition(database, lsn, offset);
    }
  }

  ProducerRecord<byte[], byte @Nullable []> record(
      LogPosition position, List<Long> farmEventsEnds) {
    var stored = new Stored(position.database(), position.lsn(), position.offset(), farmEventsEnds);
    return new ProducerRecord<>(NAME, KEY, WireJson.mapper().writeValueAsBytes(stored));
  }

  /** The last committed position. Settled only once older producers are fenced. */
  Optional<Stored> read() {
    var latest = new AtomicReference<byte[]>();
    new TopicReader(settings).read(NAME, PARTITIONS, record -> latest.set(record.value()));
    return Optional.ofNullable(latest.get())
        .map(json -> WireJson.mapper().readValue(json, Stored.class));
  }
}

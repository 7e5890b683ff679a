package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.sync.relay.EventPublisher;
import io.farmsync.sync.relay.LogPosition;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.StoredEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transactional producer. Any failure of it is final: the relay opens a new one. */
final class KafkaEventPublisher implements EventPublisher {
  private static final Logger log = LoggerFactory.getLogger(KafkaEventPublisher.class);
  private static final String TRANSACTIONAL_ID = "farm-relay";

  private final KafkaSettings settings;
  private final OffsetsTopic offsets;
  private final Producer<byte[], byte @Nullable []> producer;
  private final TopicEnds farmEventsEnds;
  private final Optional<OffsetsTopic.Stored> stored;
  private boolean open;
  private boolean failed;

  private KafkaEventPublisher(
      KafkaSettings settings,
      OffsetsTopic offsets,
      Producer<byte[], byte @Nullable []> producer,
      TopicEnds farmEventsEnds,
      Optional<OffsetsTopic.Stored> stored) {
    this.settings = settings;
    this.offsets = offsets;
    this.producer = producer;
    this.farmEventsEnds = farmEventsEnds;
    this.stored = stored;
  }

  static EventPublisher open(KafkaSettings settings, OffsetsTopic offsets) {
    try {
      var producer =
          new KafkaProducer<byte[], byte @Nullable []>(
              producerConfig(settings), new ByteArraySerializer(), new ByteArraySerializer());
      try {
        producer.initTransactions();
        // Only now nobody else writes, and what was written is settled.
        var ends =
            new TopicEnds(
                new TopicReader(settings).ends(Topics.FARM_EVENTS.name(), Topics.PARTITIONS));
        return new KafkaEventPublisher(settings, offsets, producer, ends, offsets.read());
      } catch (KafkaException failure) {
        producer.close(Duration.ZERO);
        throw failure;
      }
    } catch (KafkaException failure) {
      throw broken(failure);
    }
  }

  private static Map<String, Object> producerConfig(KafkaSettings settings) {
    Map<String, Object> config = settings.producer("farm-relay");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    // How long readers wait behind a relay that died and does not come back.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
    // A broker that is away for longer than this costs a restart of the relay, not memory.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, settings.requestTimeoutMs(5_000));
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
    // Each commit flushes, so waiting for company only adds to the delay.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    return config;
  }

  @Override
  public Optional<LogPosition> position() {
    return stored.map(OffsetsTopic.Stored::position);
  }

  @Override
  public Optional<String> loss() {
    return stored.flatMap(
        last -> farmEventsEnds.missing(Topics.FARM_EVENTS.name(), last.farmEventsEnds()));
  }

  @Override
  public Map<UUID, Long> publishedVersions() {
    return guarded(() -> PublishedVersions.read(settings, Topics.FARM_EVENTS.name()));
  }

  @Override
  public void publish(StoredEvent event) {
    for (var record : EventRecords.of(event)) {
      send(record);
      if (record.topic().equals(Topics.FARM_EVENTS.name())) {
        farmEventsEnds.sent(record.partition());
      }
    }
  }

  @Override
  public void commit(LogPosition position) {
    send(offsets.record(position, farmEventsEnds.afterCommit()));
    commitWithoutPosition();
  }

  @Override
  public void commitWithoutPosition() {
    guarded(() -> {
      if (open) {
        producer.commitTransaction();
        farmEventsEnds.committed();
        open = false;
      }
      return true;
    });
  }

  /** A refused record surfaces at the commit, which then fails as a whole. */
  private void send(ProducerRecord<byte[], byte @Nullable []> record) {
    guarded(() -> {
      if (!open) {
        producer.beginTransaction();
        open = true;
      }
      return producer.send(record);
    });
  }

  private <T> T guarded(Supplier<T> action) {
    try {
      return action.get();
    } catch (KafkaException failure) {
      failed = true;
      throw broken(failure);
    }
  }

  static RelayException broken(KafkaException failure) {
    return new RelayException(
        Failure.BROKER, "Kafka: " + failure.getClass().getSimpleName(), failure);
  }

  @Override
  public void close() {
    try {
      if (open && !failed) {
        producer.abortTransaction();
      }
    } catch (KafkaException failure) {
      log.debug("The open transaction is left for the next relay to abort", failure);
    } finally {
      producer.close(Duration.ZERO);
    }
  }
}

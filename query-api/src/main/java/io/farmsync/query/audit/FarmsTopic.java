package io.farmsync.query.audit;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Topic {@code farms}, one partition at a time, committed records only. */
final class FarmsTopic implements AutoCloseable {

  private static final JsonSerde<FarmState> STATES = JsonSerde.of(Topics.FARMS);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(15);

  private final KafkaSettings settings;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private TopicPartition partition = new TopicPartition(Topics.FARMS.name(), 0);
  private long end;
  private long heardAt;

  FarmsTopic(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * What a record says.
   *
   * @param state null if the farm is removed, or if it cannot be read
   */
  record Entry(UUID farm, @Nullable FarmDigest state, boolean isReadable) {}

  /** Begins at the start, to read up to where the partition ends now. */
  void begin(int number) {
    partition = new TopicPartition(Topics.FARMS.name(), number);
    var open = consumer();
    open.assign(List.of(partition));
    open.seekToBeginning(List.of(partition));
    extend();
  }

  /** Goes on up to where the partition ends now. */
  void extend() {
    end = consumer().endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    heardAt = System.nanoTime();
  }

  boolean isAtEnd() {
    return consumer().position(partition) >= end;
  }

  /** The next entries, which may be newer than where the partition ended. */
  List<Entry> read() {
    var entries = new ArrayList<Entry>();
    var records = consumer().poll(POLL);
    records.forEach(record -> entries.add(entry(record)));
    if (!records.isEmpty()) {
      heardAt = System.nanoTime();
    } else if (!isAtEnd() && System.nanoTime() - heardAt > SILENCE_LIMIT.toNanos()) {
      throw new IllegalStateException("Kafka has not answered for " + SILENCE_LIMIT);
    }
    return entries;
  }

  private static Entry entry(ConsumerRecord<byte[], byte @Nullable []> record) {
    try {
      UUID farm = UUID.fromString(new String(record.key(), StandardCharsets.UTF_8));
      FarmState state = STATES.read(record.value());
      return new Entry(farm, state == null ? null : FarmDigest.of(state), true);
    } catch (IllegalArgumentException | NullPointerException | SerializationException _) {
      return new Entry(new UUID(0, record.offset()), null, false);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var open = consumer;
    if (open == null) {
      var config = settings.consumer("query-audit");
      config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
      open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = open;
    }
    return open;
  }

  @Override
  public void close() {
    var open = consumer;
    consumer = null;
    if (open != null) {
      open.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }
}

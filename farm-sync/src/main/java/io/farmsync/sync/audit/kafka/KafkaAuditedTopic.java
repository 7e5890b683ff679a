package io.farmsync.sync.audit.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.sync.audit.AuditedEvent;
import io.farmsync.sync.audit.AuditedTopic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** One consumer without a group, kept from sweep to sweep, which sees committed records only. */
final class KafkaAuditedTopic implements AuditedTopic {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, Topics.FARM_EVENTS.partitions())
          .mapToObj(partition -> new TopicPartition(Topics.FARM_EVENTS.name(), partition))
          .toList();

  private final KafkaSettings settings;
  private final MessageDigest sha256;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private Map<TopicPartition, Long> ends = Map.of();

  KafkaAuditedTopic(KafkaSettings settings) {
    this.settings = settings;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  @Override
  public void begin() {
    var open = consumer();
    ends = open.endOffsets(PARTITIONS);
    open.seekToBeginning(PARTITIONS);
    open.resume(PARTITIONS);
  }

  @Override
  public void extend() {
    var open = consumer();
    // records behind the former ends were read and not taken
    ends.forEach((partition, end) -> {
      if (open.position(partition) > end) {
        open.seek(partition, end);
      }
    });
    ends = open.endOffsets(PARTITIONS);
    open.resume(PARTITIONS);
  }

  @Override
  public Extent extent() {
    var open = consumer();
    return new Extent(
        inOrder(open.beginningOffsets(PARTITIONS)), inOrder(open.endOffsets(PARTITIONS)));
  }

  private static List<Long> inOrder(Map<TopicPartition, Long> offsets) {
    return PARTITIONS.stream().map(partition -> offsets.getOrDefault(partition, 0L)).toList();
  }

  @Override
  public boolean isAtEnd() {
    return PARTITIONS.stream().allMatch(this::isAtEnd);
  }

  private boolean isAtEnd(TopicPartition partition) {
    return consumer().position(partition) >= ends.getOrDefault(partition, 0L);
  }

  @Override
  public Records read() {
    var open = consumer();
    open.pause(PARTITIONS.stream().filter(this::isAtEnd).toList());
    var events = new ArrayList<Published>();
    var foreign = new ArrayList<Place>();
    for (var record : open.poll(POLL)) {
      var partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < ends.getOrDefault(partition, 0L)) {
        var event = event(record);
        if (event == null) {
          foreign.add(new Place(record.partition(), record.offset()));
        } else {
          events.add(new Published(event, record.partition()));
        }
      }
    }
    return new Records(events, foreign);
  }

  private @Nullable AuditedEvent event(ConsumerRecord<byte[], byte @Nullable []> record) {
    byte[] value = record.value();
    String version = EventHeaders.value(record.headers(), EventHeaders.FARM_VERSION);
    if (record.key() == null || value == null || version == null) {
      return null;
    }
    try {
      return AuditedEvent.of(
          UUID.fromString(new String(record.key(), StandardCharsets.UTF_8)),
          Long.parseLong(version),
          content(record.headers(), value));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private long content(Headers headers, byte[] value) {
    for (String name : List.of(EventHeaders.ID, EventHeaders.TYPE, EventHeaders.TENANT)) {
      var header = headers.lastHeader(name);
      if (header != null && header.value() != null) {
        sha256.update(header.value());
      }
    }
    return ByteBuffer.wrap(sha256.digest(value)).getLong();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var open = consumer;
    if (open == null) {
      Map<String, Object> config = settings.consumer("farm-sync-audit");
      config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
      // small, so that the partitions come on side by side
      config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 262_144);
      config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
      open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      open.assign(PARTITIONS);
      consumer = open;
    }
    return open;
  }

  @Override
  public void close() {
    var open = consumer;
    consumer = null;
    if (open != null) {
      open.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }
}

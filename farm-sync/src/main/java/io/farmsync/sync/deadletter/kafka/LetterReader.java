package io.farmsync.sync.deadletter.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.DeadLetterDecision;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.sync.deadletter.Letter;
import io.farmsync.sync.deadletter.LetterFilter;
import io.farmsync.sync.deadletter.LetterId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters with what was decided of them. It keeps one poll's worth of records at a time;
 * of decisions it keeps those that can concern a letter which still exists.
 */
final class LetterReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(15);
  private static final Duration CLOCKS_APART = Duration.ofDays(1);
  private static final JsonSerde<DeadLetterDecision> DECISIONS =
      JsonSerde.of(Topics.DEAD_LETTER_DECISIONS);

  private final KafkaSettings settings;
  private final Clock clock;

  LetterReader(KafkaSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Takes a letter and its record; false ends the reading. */
  interface Visitor extends BiPredicate<Letter, ConsumerRecord<byte[], byte[]>> {}

  /** Shows the visitor what matches, topic by topic and oldest first. */
  void read(LetterFilter filter, Visitor visitor) {
    try (var consumer = consumer()) {
      Instant oldest = clock.instant().minus(Topics.DEAD_LETTER_RETENTION);
      Map<String, DeadLetterDecision> decisions = decisions(consumer, oldest.minus(CLOCKS_APART));
      Instant from = filter.from();
      Instant since = from != null && from.isAfter(oldest) ? from : oldest;
      for (Topic<?> topic : Topics.all()) {
        if (filter.reaches(topic.name())
            && !read(consumer, topic.name(), since, decisions, filter, visitor)) {
          return;
        }
      }
    }
  }

  private static boolean read(
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      Instant since,
      Map<String, DeadLetterDecision> decisions,
      LetterFilter filter,
      Visitor visitor) {
    return readSince(
        consumer,
        topic + "-dlt",
        since,
        record -> {
          var letter = letter(topic, record, decisions);
          return !filter.matches(letter) || visitor.test(letter, record);
        });
  }

  private static Map<String, DeadLetterDecision> decisions(
      KafkaConsumer<byte[], byte[]> consumer, Instant since) {
    var decisions = new HashMap<String, DeadLetterDecision>();
    readSince(
        consumer,
        Topics.DEAD_LETTER_DECISIONS.name(),
        since,
        record -> {
          var decision = DECISIONS.read(record.value());
          if (decision == null) {
            throw new SerializationException("a decision without a value at " + record.offset());
          }
          decisions.put(decision.letter(), decision);
          return true;
        });
    return decisions;
  }

  private interface Reading {
    /** False ends it. */
    boolean on(ConsumerRecord<byte[], byte[]> record);
  }

  private static boolean readSince(
      KafkaConsumer<byte[], byte[]> consumer, String topic, Instant since, Reading reading) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    consumer.assign(partitions);
    var ends = consumer.endOffsets(partitions);
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(each -> times.put(each, since.toEpochMilli()));
    consumer
        .offsetsForTimes(times)
        .forEach((partition, at) ->
            consumer.seek(partition, start(at, ends.getOrDefault(partition, 0L))));
    long heardAt = System.nanoTime();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      var records = consumer.poll(POLL);
      for (var record : records) {
        if (!reading.on(record)) {
          return false;
        }
      }
      if (!records.isEmpty()) {
        heardAt = System.nanoTime();
      } else if (System.nanoTime() - heardAt > SILENCE_LIMIT.toNanos()) {
        throw new TimeoutException(topic + " stays silent before its end");
      }
    }
    return true;
  }

  private static long start(@Nullable OffsetAndTimestamp at, Long end) {
    return at == null ? end : at.offset();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = settings.consumer("farm-dead-letters-reader");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) SILENCE_LIMIT.toMillis());
    // The next topic's offsets are told only after the fetch that still waits at this one's end.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Letter letter(
      String topic,
      ConsumerRecord<byte[], byte[]> record,
      Map<String, DeadLetterDecision> decisions) {
    var id = new LetterId(topic, record.partition(), record.offset());
    var headers = record.headers();
    return new Letter(
        id,
        Instant.ofEpochMilli(record.timestamp()),
        text(record.key()),
        value(headers, DeadLetter.STAGE),
        value(headers, DeadLetter.CODE),
        value(headers, DeadLetter.REASON),
        number(headers, DeadLetter.ATTEMPTS),
        number(headers, DeadLetter.REDRIVEN),
        own(headers),
        text(record.value()),
        decisions.get(id.toString()));
  }

  private static Map<String, String> own(Headers headers) {
    var own = new TreeMap<String, String>();
    headers.forEach(header -> {
      if (!header.key().startsWith(DeadLetter.PREFIX)) {
        own.put(header.key(), String.valueOf(text(header.value())));
      }
    });
    return own;
  }

  private static String value(Headers headers, String name) {
    String value = EventHeaders.value(headers, name);
    return value == null ? "unknown" : value;
  }

  private static int number(Headers headers, String name) {
    String value = EventHeaders.value(headers, name);
    return value != null && value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
  }

  private static @Nullable String text(byte @Nullable [] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }
}

package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of a topic up to where it ends now. */
final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(15);

  private final KafkaSettings settings;

  TopicReader(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads partition by partition in order. The number of partitions is given, not asked for: a
   * broker that has just started may not know the topic yet, and an empty answer would look like an
   * empty topic.
   *
   * @throws TimeoutException if the broker stays silent or does not know a partition
   */
  void read(String topic, int partitions, Consumer<ConsumerRecord<byte[], byte[]>> action) {
    try (var consumer = consumer()) {
      List<TopicPartition> all = partitions(topic, partitions);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      readToEnd(consumer, consumer.endOffsets(all), action);
    }
  }

  /** The offset that the next record gets, for each partition of the topic. */
  List<Long> ends(String topic, int partitions) {
    try (var consumer = consumer()) {
      List<TopicPartition> all = partitions(topic, partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      return all.stream().map(each -> ends.getOrDefault(each, 0L)).toList();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = settings.consumer("farm-relay-reader");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) SILENCE_LIMIT.toMillis());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(each -> new TopicPartition(topic, each)).toList();
  }

  private static void readToEnd(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> action) {
    long heardAt = System.nanoTime();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      var records = consumer.poll(POLL);
      records.forEach(action);
      if (!records.isEmpty()) {
        heardAt = System.nanoTime();
      } else if (System.nanoTime() - heardAt > SILENCE_LIMIT.toNanos()) {
        throw new TimeoutException(
            "no records for " + SILENCE_LIMIT.toSeconds() + " s before the end");
      }
    }
  }
}

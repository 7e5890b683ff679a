package io.farmsync.ndvi;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes what other services write, and reads all that the service has written, as far as it is
 * committed.
 */
final class KafkaWorld implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<ConsumerRecord<String, byte[]>> seen = new CopyOnWriteArrayList<>();
  private final Thread reader;

  KafkaWorld(String bootstrap) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(
                Topics.NDVI_REQUESTS.name(),
                Topics.NDVI_JOBS.name(),
                Topics.NDVI_RESULTS.name(),
                Topics.NDVI_ENGINES.name(),
                Topics.FARM_EVENTS.deadLetters(),
                Topics.NDVI_REQUESTS.deadLetters())
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    reader = Thread.ofPlatform().name("kafka-world").start(this::read);
  }

  private void read() {
    try (consumer) {
      while (true) {
        consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
      }
    } catch (WakeupException stop) {
      // closed
    }
  }

  <V> void publish(Topic<V> topic, String key, V value) {
    var record = new ProducerRecord<>(topic.name(), key, JsonSerde.of(topic).write(value));
    record
        .headers()
        .add(EventHeaders.REQUEST_ID, ("request-of-" + key).getBytes(StandardCharsets.UTF_8));
    send(record);
  }

  void publish(String topic, String key, String value) {
    send(new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8)));
  }

  private void send(ProducerRecord<String, byte[]> record) {
    try {
      producer.send(record).get();
    } catch (Exception refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** All values of a topic seen so far. */
  <V> Stream<V> values(Topic<V> topic) {
    return seen.stream()
        .filter(record -> record.topic().equals(topic.name()))
        .map(record -> Objects.requireNonNull(JsonSerde.of(topic).read(record.value())));
  }

  List<ConsumerRecord<String, byte[]>> records(Topic<?> topic, String key) {
    return records(topic.name(), key);
  }

  List<ConsumerRecord<String, byte[]>> records(String topic, String key) {
    return seen.stream()
        .filter(record -> record.topic().equals(topic) && key.equals(record.key()))
        .toList();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join(Duration.ofSeconds(10));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}

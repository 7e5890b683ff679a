package io.farmsync.weather;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherDays;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.WeatherWanted;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics as their neighbours see them: farm-sync writes farms, query-api reads reports. */
final class WeatherTopics implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

  WeatherTopics(String bootstrapServers) {
    Map<String, Object> broker = Map.of("bootstrap.servers", bootstrapServers);
    producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer());
    var reading = new HashMap<>(broker);
    reading.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions =
        Stream.of(
                Topics.WEATHER_REPORTS.name(),
                Topics.WEATHER_ANSWERS.name(),
                Topics.WEATHER_DAYS.name(),
                Topics.FARMS.deadLetters(),
                Topics.WEATHER_REQUESTS.deadLetters())
            .flatMap(topic ->
                IntStream.range(0, Topics.PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  void put(FarmState farm) {
    put(farm, null);
  }

  void put(FarmState farm, @Nullable String trace) {
    var record =
        new ProducerRecord<>(
            Topics.FARMS.name(),
            farm.externalFarmId().toString().getBytes(UTF_8),
            JsonSerde.of(Topics.FARMS).write(farm));
    record.headers().add(EventHeaders.TENANT, farm.tenant().getBytes(UTF_8));
    if (trace != null) {
      record.headers().add(EventHeaders.TRACE_PARENT, trace.getBytes(UTF_8));
    }
    send(record);
  }

  void putRaw(String topic, String key, String value) {
    send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8)));
  }

  /** As a reader does that misses something. */
  void want(String cell, WeatherRequest.@Nullable Days days) {
    var wanted = new WeatherWanted(cell, 0, 0, days, Instant.now());
    send(
        new ProducerRecord<>(
            Topics.WEATHER_WANTED.name(),
            cell.getBytes(UTF_8),
            JsonSerde.of(Topics.WEATHER_WANTED).write(wanted)));
  }

  /** The newest record of the history that holds the day. */
  Optional<WeatherDays> days(String cell, LocalDate day) {
    return records(Topics.WEATHER_DAYS.name(), cell)
        .map(record -> JsonSerde.of(Topics.WEATHER_DAYS).read(record.value()))
        .filter(Objects::nonNull)
        .map(WeatherDays.class::cast)
        .filter(days -> days.days().stream().anyMatch(known -> known.day().equals(day)))
        .reduce((_, later) -> later);
  }

  Optional<WeatherReport> report(String cell) {
    return newestReport(cell)
        .map(record -> JsonSerde.of(Topics.WEATHER_REPORTS).read(record.value()));
  }

  Map<String, String> headers(String cell) {
    var headers = new HashMap<String, String>();
    newestReport(cell)
        .orElseThrow()
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    return headers;
  }

  List<WeatherAnswer> answers(String cell) {
    return records(Topics.WEATHER_ANSWERS.name(), cell)
        .map(record -> JsonSerde.of(Topics.WEATHER_ANSWERS).read(record.value()))
        .filter(Objects::nonNull)
        .map(WeatherAnswer.class::cast)
        .toList();
  }

  List<String> deadLetters(Topic<?> topic) {
    read();
    return seen.stream()
        .filter(record -> record.topic().equals(topic.deadLetters()))
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }

  private Optional<ConsumerRecord<byte[], byte[]>> newestReport(String cell) {
    return records(Topics.WEATHER_REPORTS.name(), cell).reduce((_, later) -> later);
  }

  private Stream<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
    read();
    return seen.stream()
        .filter(record -> record.topic().equals(topic))
        .filter(record -> new String(record.key(), UTF_8).equals(key));
  }

  private void read() {
    consumer.poll(Duration.ofMillis(10)).forEach(seen::add);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

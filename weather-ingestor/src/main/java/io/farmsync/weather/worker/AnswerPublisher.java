package io.farmsync.weather.worker;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes answers and dead letters. One per worker, so that a flush speaks for its owner only. */
final class AnswerPublisher implements AutoCloseable {

  private static final JsonSerde<WeatherAnswer> ANSWERS = JsonSerde.of(Topics.WEATHER_ANSWERS);

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  AnswerPublisher(KafkaSettings kafka) {
    this.producer =
        new KafkaProducer<>(
            kafka.producer("weather-answers"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The answer follows from the request's headers: its trace goes on. */
  void publish(WeatherAnswer answer, Headers request) {
    var type = answer.failure() == null ? "weather.answered.v1" : "weather.failed.v1";
    var days = answer.days() == null ? "" : "/" + answer.days().from() + "/" + answer.days().to();
    var id = answer.cell() + "/" + answer.provider().wireName() + "/" + answer.answeredAt() + days;
    var headers =
        new EventHeaders(id, "/weather-ingestor", type, answer.answeredAt(), Cause.of(request));
    send(
        new ProducerRecord<>(
            Topics.WEATHER_ANSWERS.name(),
            null,
            answer.cell().getBytes(StandardCharsets.UTF_8),
            ANSWERS.write(answer),
            headers.of(Topics.WEATHER_ANSWERS)));
  }

  void bury(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
    send(letter.of(record));
  }

  /**
   * Returns once everything written is acknowledged.
   *
   * @throws KafkaException if something was not; the caller must not move its offsets
   */
  void flush() {
    producer.flush();
    var failed = failure.getAndSet(null);
    if (failed != null) {
      throw new KafkaException("an answer was not acknowledged", failed);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var _ =
        producer.send(
            record,
            (_, exception) -> {
              if (exception != null) {
                failure.set(exception);
              }
            });
  }
}

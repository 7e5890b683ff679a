package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends dead letters of the topics that every instance reads whole. Failures are counted. */
final class DeadLetterProducer implements Consumer<ProducerRecord<byte[], byte[]>>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterProducer.class);
  private static final Duration MAX_BLOCK = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final MeterRegistry meters;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  DeadLetterProducer(KafkaSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
  }

  @Override
  public synchronized void accept(ProducerRecord<byte[], byte[]> letter) {
    try {
      if (producer == null) {
        producer = open();
      }
      // the callback tells the outcome
      var _ =
          producer.send(
              letter,
              (_, failure) -> {
                if (failure != null) {
                  lost(letter, failure);
                }
              });
    } catch (KafkaException e) {
      lost(letter, e);
    }
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
      producer = null;
    }
  }

  private KafkaProducer<byte[], byte[]> open() {
    var config = settings.producer("query-api-dead-letters");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void lost(ProducerRecord<byte[], byte[]> letter, Exception failure) {
    meters.counter("query_dead_letters_lost_total", "topic", letter.topic()).increment();
    log.error("a dead letter could not be written to {}", letter.topic(), failure);
  }
}

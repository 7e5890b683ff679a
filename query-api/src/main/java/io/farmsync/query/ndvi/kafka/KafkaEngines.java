package io.farmsync.query.ndvi.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.query.ndvi.Engines;
import io.farmsync.schemas.BreakerReset;
import io.farmsync.schemas.EngineState;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states in memory, an engine each; orders by a producer that lives as long as the order. */
final class KafkaEngines implements Engines, TopicFollower.Reading {

  private static final Logger log = LoggerFactory.getLogger(KafkaEngines.class);
  private static final TopicPartition STATES = new TopicPartition(Topics.NDVI_ENGINES.name(), 0);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration ORDER_WITHIN = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final ConcurrentMap<String, EngineState> states = new ConcurrentHashMap<>();

  KafkaEngines(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<EngineState> all() {
    return states.values().stream().sorted(Comparator.comparing(EngineState::engine)).toList();
  }

  @Override
  public boolean order(BreakerReset reset) {
    var config = settings.producer("query-api-resets");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) ORDER_WITHIN.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ORDER_WITHIN.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ORDER_WITHIN.toMillis() / 2);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.NDVI_BREAKER_RESETS.name(),
                  reset.engine().getBytes(StandardCharsets.UTF_8),
                  JsonSerde.of(Topics.NDVI_BREAKER_RESETS).write(reset)))
          .get(ORDER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      log.warn("breakers of {} could not be reset: {}", reset.engine(), e.toString());
      return false;
    }
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
    consumer.assign(List.of(STATES));
    consumer.seekToBeginning(List.of(STATES));
    while (goesOn.getAsBoolean()) {
      for (var record : consumer.poll(POLL)) {
        hear(record);
      }
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    try {
      var told = JsonSerde.of(Topics.NDVI_ENGINES).read(record.value());
      if (told != null) {
        states.put(told.engine(), told);
      }
    } catch (SerializationException e) {
      log.warn("state of an engine at offset {} cannot be read", record.offset(), e);
    }
  }
}

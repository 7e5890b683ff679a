package io.farmsync.query.ndvi.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.ndvi.Samples;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviSample;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Samples into their topic; whoever keeps one waits until the brokers have it. */
final class KafkaSamples implements Samples, AutoCloseable {

  private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);
  private static final JsonSerde<NdviSample> SERDE = JsonSerde.of(Topics.NDVI_SAMPLES);

  private final KafkaProducer<byte[], byte[]> producer;

  KafkaSamples(KafkaSettings settings) {
    var config = settings.producer("query-samples");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WRITE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_WRITE.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_WRITE.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void keep(NdviSample sample, Origin origin) {
    try {
      producer.send(record(sample, origin)).get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new Unkept("a sample could not be kept", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unkept("interrupted while keeping a sample", e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(NdviSample sample, Origin origin) {
    String farm = sample.externalFarmId().toString();
    var cause =
        new Cause(origin.traceParent(), origin.requestId(), sample.tenant(), sample.farmVersion());
    var headers =
        new EventHeaders(
            farm + "/" + sample.sampledAt() + "/" + sample.receivedAt(),
            "/query-api",
            "ndvi.sampled.v1",
            sample.receivedAt(),
            cause);
    return new ProducerRecord<>(
        Topics.NDVI_SAMPLES.name(),
        null,
        farm.getBytes(StandardCharsets.UTF_8),
        SERDE.write(sample),
        headers.of(Topics.NDVI_SAMPLES));
  }

  @Override
  public void close() {
    producer.close(LONGEST_WRITE);
  }
}

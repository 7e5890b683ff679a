package io.farmsync.query.webhook.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.query.webhook.WebhookLog;
import io.farmsync.query.webhook.Webhooks;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.Webhook;
import io.farmsync.schemas.Webhook.Progress;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Topic {@code webhooks}: read whole by every instance, written by whoever changes something. */
final class WebhookTopic implements WebhookLog, TopicFollower.Reading, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);
  private static final JsonSerde<Webhook> SERDE = JsonSerde.of(Topics.WEBHOOKS);
  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, Topics.WEBHOOKS.partitions())
          .mapToObj(partition -> new TopicPartition(Topics.WEBHOOKS.name(), partition))
          .toList();

  private final Webhooks webhooks;
  private final WebhookOwners owners;
  private final KafkaProducer<byte[], byte[]> producer;

  WebhookTopic(KafkaSettings settings, Webhooks webhooks, WebhookOwners owners) {
    this.webhooks = webhooks;
    this.owners = owners;
    var config = settings.producer("query-webhooks");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WRITE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_WRITE.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_WRITE.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void keep(Webhook webhook) {
    write(webhook.subject(), webhook);
  }

  @Override
  public void remove(UUID id) {
    write(id.toString(), null);
    write(Progress.subjectOf(id), null);
  }

  @Override
  public boolean isServedHere(UUID id) {
    return webhooks.isComplete() && owners.own(id);
  }

  private void write(String subject, @Nullable Webhook webhook) {
    byte[] key = subject.getBytes(StandardCharsets.UTF_8);
    try {
      producer
          .send(new ProducerRecord<>(Topics.WEBHOOKS.name(), key, SERDE.write(webhook)))
          .get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new Unkept("webhook " + subject + " could not be kept", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unkept("interrupted while keeping webhook " + subject, e);
    }
    webhooks.apply(subject, webhook);
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> open, BooleanSupplier goesOn) {
    open.assign(PARTITIONS);
    open.seekToBeginning(PARTITIONS);
    Map<TopicPartition, Long> ends = open.endOffsets(PARTITIONS);
    while (goesOn.getAsBoolean()) {
      open.poll(POLL).forEach(this::apply);
      if (!webhooks.isComplete()
          && ends.entrySet().stream()
              .allMatch(end -> open.position(end.getKey()) >= end.getValue())) {
        webhooks.markComplete();
      }
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    String subject = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    try {
      webhooks.apply(subject, SERDE.read(record.value()));
    } catch (SerializationException | IllegalArgumentException e) {
      log.error("webhook {} cannot be read and stays as it was", subject, e);
    }
  }

  @Override
  public void close() {
    producer.close(LONGEST_WRITE);
  }
}

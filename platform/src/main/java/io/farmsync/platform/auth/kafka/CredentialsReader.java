package io.farmsync.platform.auth.kafka;

import io.farmsync.platform.auth.Credentials;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps {@link Credentials} as topic {@code credentials} tells them: all partitions from their
 * beginning, without a group, committed records only. A revocation takes effect one poll after it
 * was published. While the broker is away the last known credentials stay in force.
 */
final class CredentialsReader implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CredentialsReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final JsonSerde<io.farmsync.schemas.Credential> SERDE =
      JsonSerde.of(Topics.CREDENTIALS);

  private final KafkaSettings settings;
  private final Credentials credentials;
  private @Nullable Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean running;

  CredentialsReader(KafkaSettings settings, Credentials credentials) {
    this.settings = settings;
    this.credentials = credentials;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("credentials-reader").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    var reading = thread;
    if (reading != null) {
      try {
        reading.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    while (running) {
      try (var open =
          new KafkaConsumer<>(
              settings.consumer("credentials-reader"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        consumer = open;
        follow(open);
      } catch (WakeupException | InterruptException e) {
        log.debug("credentials reader stops");
      } catch (KafkaException e) {
        log.warn("credentials reader starts again from the beginning: {}", e.getMessage());
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> open) {
    List<TopicPartition> partitions =
        IntStream.range(0, Topics.CREDENTIALS.partitions())
            .mapToObj(partition -> new TopicPartition(Topics.CREDENTIALS.name(), partition))
            .toList();
    open.assign(partitions);
    open.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = open.endOffsets(partitions);
    boolean complete = false;
    while (running) {
      open.poll(POLL).forEach(this::apply);
      if (!complete
          && ends.entrySet().stream()
              .allMatch(end -> open.position(end.getKey()) >= end.getValue())) {
        complete = true;
        credentials.markComplete();
      }
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    String subject = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    try {
      credentials.apply(subject, SERDE.read(record.value()));
    } catch (SerializationException e) {
      // fails closed: what cannot be read is not in force
      credentials.apply(subject, null);
      log.error(
          "credential {} at {}-{} cannot be read and is not in force",
          subject,
          record.partition(),
          record.offset(),
          e);
    }
  }
}

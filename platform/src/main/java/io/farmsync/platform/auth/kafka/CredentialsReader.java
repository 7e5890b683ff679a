package io.farmsync.platform.auth.kafka;

import io.farmsync.platform.auth.Credentials;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Credentials} as topic {@code credentials} tells them: all partitions from their
 * beginning, without a group, committed records only. A revocation takes effect one poll after it
 * was published. While the broker is away the last known credentials stay in force.
 */
final class CredentialsReader implements TopicFollower.Reading {

  private static final Logger log = LoggerFactory.getLogger(CredentialsReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final JsonSerde<io.farmsync.schemas.Credential> SERDE =
      JsonSerde.of(Topics.CREDENTIALS);

  private final Credentials credentials;

  CredentialsReader(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> open, BooleanSupplier goesOn) {
    List<TopicPartition> partitions =
        IntStream.range(0, Topics.CREDENTIALS.partitions())
            .mapToObj(partition -> new TopicPartition(Topics.CREDENTIALS.name(), partition))
            .toList();
    open.assign(partitions);
    open.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = open.endOffsets(partitions);
    boolean complete = false;
    while (goesOn.getAsBoolean()) {
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

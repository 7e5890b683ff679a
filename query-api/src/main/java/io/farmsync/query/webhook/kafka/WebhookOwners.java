package io.farmsync.query.webhook.kafka;

import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Shares webhooks among the instances: each is a member of a group that shares the partitions of
 * topic {@code webhooks}, and serves what has its key in them. The records themselves it drops;
 * every instance reads them whole elsewhere. It does not pause the partitions instead: a consumer
 * of Kafka 4.3 that has fetched something of a paused partition polls without ever waiting.
 */
final class WebhookOwners implements TopicFollower.Reading {

  static final String GROUP = "query-api-webhooks";

  private static final Duration POLL = Duration.ofMillis(500);

  private volatile Set<Integer> partitions = Set.of();

  boolean own(UUID id) {
    byte[] key = id.toString().getBytes(StandardCharsets.UTF_8);
    return partitions.contains(Utils.toPositive(Utils.murmur2(key)) % Topics.WEBHOOKS.partitions());
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
    try {
      consumer.subscribe(List.of(Topics.WEBHOOKS.name()));
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL);
        partitions =
            consumer.assignment().stream()
                .map(TopicPartition::partition)
                .collect(Collectors.toUnmodifiableSet());
      }
    } finally {
      partitions = Set.of();
    }
  }
}

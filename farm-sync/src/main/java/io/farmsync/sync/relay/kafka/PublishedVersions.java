package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a topic of farm events holds, by farm: read from keys and headers only. */
final class PublishedVersions {
  private PublishedVersions() {}

  static Map<UUID, Long> read(KafkaSettings settings, String topic) {
    var highest = new HashMap<UUID, Long>();
    new TopicReader(settings).read(topic, Topics.PARTITIONS, record -> count(highest, record));
    return highest;
  }

  private static void count(Map<UUID, Long> highest, ConsumerRecord<byte[], byte[]> record) {
    try {
      UUID farm = UUID.fromString(new String(record.key(), StandardCharsets.UTF_8));
      long version =
          Long.parseLong(EventHeaders.value(record.headers(), EventHeaders.FARM_VERSION));
      highest.merge(farm, version, Math::max);
    } catch (IllegalArgumentException | NullPointerException notOurs) {
      throw new RelayException(
          Failure.HISTORY,
          "the record at %s-%d offset %d is not the relay's: key or farm_version is missing or wrong"
              .formatted(record.topic(), record.partition(), record.offset()),
          notOurs);
    }
  }
}

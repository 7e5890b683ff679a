package io.farmsync.standalone.chaos;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.standalone.chaos.Comparison.Entry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what each side tells, in its own order. */
final class Histories {
  private Histories() {}

  /** Each farm's events, in the order in which the store appended them. */
  static Map<UUID, List<Entry>> ofStore(Connection connection) throws SQLException {
    var farms = new HashMap<UUID, List<Entry>>();
    connection.setAutoCommit(false); // fetch sizes work inside a transaction only
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(1000);
      try (var rows =
          statement.executeQuery(
              """
              select external_farm_id, version, event_id, payload from farm_event order by position
              """)) {
        while (rows.next()) {
          farms
              .computeIfAbsent(rows.getObject(1, UUID.class), _ -> new ArrayList<>())
              .add(
                  new Entry(
                      rows.getLong(2),
                      digest(
                          rows.getString(3), rows.getString(4).getBytes(StandardCharsets.UTF_8))));
        }
      }
    }
    return farms;
  }

  /** The latest version of each farm. */
  static Map<UUID, Long> versions(Map<UUID, List<Entry>> store) {
    var versions = new HashMap<UUID, Long>();
    store.forEach((farm, events) -> versions.put(farm, events.getLast().version()));
    return versions;
  }

  /** Each farm's records of {@code farm-events}, in the order of the topic. */
  static Map<UUID, List<Entry>> ofTopic(KafkaSettings settings) {
    var farms = new HashMap<UUID, List<Entry>>();
    read(
        settings,
        Topics.FARM_EVENTS.name(),
        Topics.FARM_EVENTS.partitions(),
        record ->
            farms
                .computeIfAbsent(UUID.fromString(record.key()), _ -> new ArrayList<>())
                .add(new Entry(version(record), digest(id(record), record.value()))));
    return farms;
  }

  /** The version that {@code farms} ends with, for each farm. */
  static Map<UUID, Long> states(KafkaSettings settings) {
    var versions = new HashMap<UUID, Long>();
    read(
        settings,
        Topics.FARMS.name(),
        Topics.FARMS.partitions(),
        record -> versions.put(UUID.fromString(record.key()), version(record)));
    return versions;
  }

  /** The name that each farm has by its last event. */
  static Map<UUID, String> names(Connection connection) throws SQLException {
    var names = new HashMap<UUID, String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select distinct on (external_farm_id) external_farm_id,
                  payload::jsonb -> 'farm' ->> 'name'
                from farm_event order by external_farm_id, version desc
                """)) {
      while (rows.next()) {
        names.put(rows.getObject(1, UUID.class), rows.getString(2));
      }
    }
    return names;
  }

  /** How many acknowledged changes of a farm are not in the store. */
  static long missing(Connection connection, Map<UUID, List<String>> acknowledged)
      throws SQLException {
    long missing = 0;
    try (var query =
        connection.prepareStatement(
            """
            select payload::jsonb -> 'farm' ->> 'name' from farm_event where external_farm_id = ?
            """)) {
      for (var farm : acknowledged.entrySet()) {
        Set<String> names = new HashSet<>(farm.getValue());
        query.setObject(1, farm.getKey());
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            names.remove(rows.getString(1));
          }
        }
        missing += names.size();
      }
    }
    return missing;
  }

  private static void read(
      KafkaSettings settings,
      String topic,
      int count,
      Consumer<ConsumerRecord<String, byte[]>> action) {
    try (var consumer =
        new KafkaConsumer<>(
            settings.consumer("compare"), new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          IntStream.range(0, count).mapToObj(each -> new TopicPartition(topic, each)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(action);
      }
    }
  }

  private static long version(ConsumerRecord<String, byte[]> record) {
    return Long.parseLong(EventHeaders.value(record.headers(), EventHeaders.FARM_VERSION));
  }

  private static String id(ConsumerRecord<String, byte[]> record) {
    return String.valueOf(EventHeaders.value(record.headers(), EventHeaders.ID));
  }

  private static long digest(String id, byte[] content) {
    var checksum = new CRC32C();
    checksum.update(id.getBytes(StandardCharsets.UTF_8));
    checksum.update(content);
    return checksum.getValue();
  }
}

package io.farmsync.benchmarks;

import io.farmsync.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * When each farm first came to each stage of its way, by the timestamps of its records: wall clock
 * of the process that wrote them.
 */
final class JobStages implements AutoCloseable {
  /** In the order of the way. */
  enum Stage {
    ACCEPTED,
    PUBLISHED,
    DISPATCHED,
    TAKEN,
    RESULT,
    READABLE
  }

  private static final Duration POLL = Duration.ofMillis(200);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, Map<Stage, Long>> farms = new ConcurrentHashMap<>();
  private final KafkaConsumer<String, String> consumer;
  private final Thread thread;
  private volatile boolean stopping;

  JobStages(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer());
    var partitions =
        Stream.of(Topics.FARM_EVENTS, Topics.NDVI_REQUESTS, Topics.NDVI_JOBS, Topics.NDVI_RESULTS)
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().name("job-stages").start(this::read);
  }

  void saw(String farm, Stage stage, long millis) {
    farms.computeIfAbsent(farm, _ -> new EnumMap<>(Stage.class)).merge(stage, millis, Math::min);
  }

  /** Milliseconds from one stage to another, of every farm that came to both. */
  List<Long> waits(Stage before, Stage stage) {
    var waits = new ArrayList<Long>();
    for (var seen : farms.values()) {
      Long from = seen.get(before);
      Long to = seen.get(stage);
      if (from != null && to != null) {
        waits.add(to - from);
      }
    }
    waits.sort(null);
    return waits;
  }

  private void read() {
    while (!stopping) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        String topic = record.topic();
        if (topic.equals(Topics.FARM_EVENTS.name())) {
          saw(record.key(), Stage.PUBLISHED, record.timestamp());
        } else if (topic.equals(Topics.NDVI_REQUESTS.name())) {
          saw(record.key(), Stage.DISPATCHED, record.timestamp());
        } else if (topic.equals(Topics.NDVI_RESULTS.name())) {
          saw(record.key(), Stage.RESULT, record.timestamp());
        } else {
          var job = JSON.readTree(record.value());
          if (job.path("status").asString().equals("running")) {
            saw(job.path("external_farm_id").asString(), Stage.TAKEN, record.timestamp());
          }
        }
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
      consumer.close();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

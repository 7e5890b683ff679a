package io.farmsync.standalone.chaos;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A read_committed reader of {@code farm-events} that outlives whatever happens to the broker. */
final class Arrivals implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

  private final KafkaSettings settings;
  private final Signal delays;
  private final Thread thread;
  private final Map<UUID, Long> highest = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private volatile Instant newest = Instant.EPOCH;
  private volatile boolean stopped;

  private Arrivals(KafkaSettings settings, Signal delays) {
    this.settings = settings;
    this.delays = delays;
    this.thread = Thread.ofPlatform().name("arrivals").daemon().unstarted(this::read);
  }

  static Arrivals start(KafkaSettings settings) {
    return start(settings, new Signal());
  }

  /** Each event is an operation of the signal, from when it happened to when it was read. */
  static Arrivals start(KafkaSettings settings, Signal delays) {
    var arrivals = new Arrivals(settings, delays);
    arrivals.thread.start();
    return arrivals;
  }

  private void read() {
    Map<String, Object> config = settings.consumer("arrivals");
    config.put("reconnect.backoff.max.ms", 200);
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!stopped) {
        try {
          consumer.poll(Duration.ofMillis(100)).forEach(this::arrived);
        } catch (KafkaException unreachable) {
          log.debug("The next poll asks again", unreachable);
        }
      }
    }
  }

  static List<TopicPartition> partitions() {
    return IntStream.range(0, Topics.FARM_EVENTS.partitions())
        .mapToObj(each -> new TopicPartition(Topics.FARM_EVENTS.name(), each))
        .toList();
  }

  private void arrived(ConsumerRecord<String, byte[]> record) {
    try {
      var cause = EventHeaders.Cause.of(record.headers());
      var time = EventHeaders.value(record.headers(), EventHeaders.TIME);
      if (cause.farmVersion() != null && time != null) {
        highest.merge(UUID.fromString(record.key()), cause.farmVersion(), Math::max);
        Instant happened = Instant.parse(time);
        delays.over(happened, Instant.now());
        if (happened.isAfter(newest)) {
          newest = happened;
        }
      }
    } catch (IllegalArgumentException | DateTimeParseException notAnEvent) {
      log.warn("A record of {} is no event", record.topic(), notAnEvent);
    }
    count.incrementAndGet();
  }

  /** Records seen so far. */
  long count() {
    return count.get();
  }

  /** Whether something has arrived that happened after this moment. */
  boolean newerThan(Instant moment) {
    return newest.isAfter(moment);
  }

  /** Whether each farm has been seen in this version or a later one. */
  boolean reached(Map<UUID, Long> versions) {
    return versions.entrySet().stream()
        .allMatch(farm -> highest.getOrDefault(farm.getKey(), 0L) >= farm.getValue());
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

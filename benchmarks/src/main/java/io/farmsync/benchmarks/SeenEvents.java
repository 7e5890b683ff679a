package io.farmsync.benchmarks;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** When a read_committed consumer of {@code farm-events} got each event first. */
final class SeenEvents implements AutoCloseable {
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);
  private static final int FIRST_CAPACITY = 1 << 16;

  private final Thread thread;
  private final long[][] at = new long[EventLoad.WRITERS][FIRST_CAPACITY];
  private final AtomicLong count = new AtomicLong();
  private volatile long lastAt;
  private volatile boolean stopped;

  private SeenEvents(KafkaSettings settings) {
    thread = Thread.ofPlatform().name("seen-events").daemon().unstarted(() -> read(settings));
  }

  static SeenEvents start(KafkaSettings settings) {
    var seen = new SeenEvents(settings);
    seen.thread.start();
    return seen;
  }

  private void read(KafkaSettings settings) {
    List<TopicPartition> partitions =
        IntStream.range(0, Topics.FARM_EVENTS.partitions())
            .mapToObj(each -> new TopicPartition(Topics.FARM_EVENTS.name(), each))
            .toList();
    try (var consumer =
        new KafkaConsumer<>(
            settings.consumer("seen-events"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!stopped) {
        var records = consumer.poll(Duration.ofMillis(100));
        long now = System.nanoTime();
        records.forEach(record -> saw(record, now));
      }
    }
  }

  private synchronized void saw(ConsumerRecord<String, byte[]> record, long now) {
    UUID farm = UUID.fromString(record.key());
    var version = EventHeaders.value(record.headers(), EventHeaders.FARM_VERSION);
    int writer = EventLoad.writer(farm);
    int number = (int) EventLoad.number(farm, Long.parseLong(String.valueOf(version)));
    if (number >= at[writer].length) {
      at[writer] = Arrays.copyOf(at[writer], at[writer].length * 2);
    }
    if (at[writer][number] == 0) {
      at[writer][number] = now;
      lastAt = now;
      count.incrementAndGet();
    }
  }

  /** Events seen, repetitions not counted. */
  long count() {
    return count.get();
  }

  /** When the newest one came, on {@link System#nanoTime}. */
  long lastAt() {
    return lastAt;
  }

  /** When this event came; 0 if it has not. */
  synchronized long at(int writer, long number) {
    return number < at[writer].length ? at[writer][(int) number] : 0;
  }

  /** Returns when so many have been seen. */
  void await(long events) {
    long before = -1;
    long deadline = 0;
    while (count() < events) {
      if (count() != before) {
        before = count();
        deadline = System.nanoTime() + SILENCE_LIMIT.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException("%,d of %,d events arrived".formatted(before, events));
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
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

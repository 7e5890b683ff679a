package io.farmsync.platform.lag.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Ages of records, read by looking at the first one that waits in each partition. The look is
 * short: what has not arrived by the deadline, and a partition where only transaction markers wait,
 * has no age. Not for use by two threads.
 */
final class WaitingRecords implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;

  WaitingRecords(Consumer<byte[], byte[]> consumer, Clock clock) {
    this.consumer = consumer;
    this.clock = clock;
  }

  /**
   * The age of the oldest waiting record by topic.
   *
   * @param firstWaiting offset of the first record that waits, by partition
   */
  Map<String, Duration> oldest(Map<TopicPartition, Long> firstWaiting) {
    if (firstWaiting.isEmpty()) {
      return Map.of();
    }
    var missing = new HashSet<>(firstWaiting.keySet());
    consumer.assign(missing);
    firstWaiting.forEach(consumer::seek);
    var ages = new HashMap<String, Duration>();
    long until = clock.millis() + DEADLINE.toMillis();
    while (!missing.isEmpty() && clock.millis() < until) {
      var records = consumer.poll(Duration.ofMillis(50));
      for (var partition : records.partitions()) {
        if (missing.remove(partition)) {
          long written = records.records(partition).getFirst().timestamp();
          var age = Duration.ofMillis(Math.max(0, clock.millis() - written));
          ages.merge(partition.topic(), age, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
      }
      consumer.pause(records.partitions());
    }
    consumer.unsubscribe();
    return ages;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package io.farmsync.platform.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads topics, committed records only, on a thread of its own for as long as the service runs:
 * without a group, or as a member of one. After a failure of Kafka the reading is called again with
 * a new consumer; where it goes on is its own affair.
 */
public final class TopicFollower implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

  /** A broker that is gone is not waited for. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  /** What is done with a consumer that has no partitions yet. */
  @FunctionalInterface
  public interface Reading {

    /** Polls while {@code goesOn}; a stop also wakes the consumer up. */
    void follow(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn);
  }

  private final String name;
  private final Map<String, Object> config;
  private final Reading reading;
  private @Nullable Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean running;

  /**
   * @param name of the thread and of the client
   */
  public TopicFollower(String name, KafkaSettings settings, Reading reading) {
    this(name, settings.consumer(name), reading);
  }

  private TopicFollower(String name, Map<String, Object> config, Reading reading) {
    this.name = name;
    this.config = config;
    this.reading = reading;
  }

  /**
   * A member of a group, which it leaves when it stops.
   *
   * @param group its name, which is also that of the thread and of the client
   */
  public static TopicFollower ofGroup(String group, KafkaSettings settings, Reading reading) {
    var config = settings.consumer(group);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    return new TopicFollower(group, config, reading);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    var following = thread;
    if (following != null) {
      try {
        following.join(LONGEST_FAREWELL);
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
      try {
        follow();
      } catch (WakeupException | InterruptException e) {
        log.debug("{} stops", name);
      } catch (KafkaException e) {
        log.warn("{} starts again: {}", name, e.getMessage());
      }
    }
  }

  private void follow() {
    var open =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      consumer = open;
      reading.follow(open, () -> running);
    } finally {
      open.close(CloseOptions.timeout(LONGEST_CLOSE));
    }
  }
}

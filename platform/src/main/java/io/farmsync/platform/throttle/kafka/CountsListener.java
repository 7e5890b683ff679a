package io.farmsync.platform.throttle.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.throttle.SlidingThrottle;
import io.farmsync.platform.throttle.Throttle.Bucket;
import io.farmsync.platform.throttle.kafka.SharedThrottleConfiguration.InstanceName;
import io.farmsync.schemas.CallCounts;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * Hears what other instances let in, from as long ago as any rate counts: a process that starts
 * knows what its callers used up before, even with the process it replaces.
 */
final class CountsListener implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CountsListener.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final TopicPartition ALL = new TopicPartition(Topics.CALL_COUNTS.name(), 0);
  private static final JsonSerde<CallCounts> SERDE = JsonSerde.of(Topics.CALL_COUNTS);

  private final KafkaSettings settings;
  private final SlidingThrottle throttle;
  private final Duration longestPeriod;
  private final InstanceName instance;
  private final Clock clock;
  private @Nullable Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean running;
  private long next = -1;

  CountsListener(
      KafkaSettings settings,
      SlidingThrottle throttle,
      Duration longestPeriod,
      InstanceName instance,
      Clock clock) {
    this.settings = settings;
    this.throttle = throttle;
    this.longestPeriod = longestPeriod;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("call-counts-listener").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    var listening = thread;
    if (listening != null) {
      try {
        listening.join(Duration.ofSeconds(5));
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
              settings.consumer("call-counts-listener"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        consumer = open;
        listen(open);
      } catch (WakeupException | InterruptException e) {
        log.debug("call counts are not listened to any more");
      } catch (KafkaException e) {
        log.warn("call counts: listening again, {}", e.getMessage());
      }
    }
  }

  private void listen(KafkaConsumer<byte[], byte[]> open) {
    open.assign(List.of(ALL));
    if (next < 0) {
      long since = clock.instant().minus(longestPeriod).toEpochMilli();
      var first = open.offsetsForTimes(Map.of(ALL, since)).get(ALL);
      next = first == null ? open.endOffsets(List.of(ALL)).getOrDefault(ALL, 0L) : first.offset();
    }
    open.seek(ALL, next);
    while (running) {
      for (var record : open.poll(POLL)) {
        hear(record);
        next = record.offset() + 1;
      }
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    try {
      var told = SERDE.read(record.value());
      if (told != null && !told.instance().equals(instance.text())) {
        told.counts().forEach(this::add);
      }
    } catch (SerializationException e) {
      log.warn("call counts at offset {} cannot be read and are not counted", record.offset(), e);
    }
  }

  private void add(CallCounts.Count count) {
    for (Bucket bucket : Bucket.values()) {
      if (bucket.name().toLowerCase(Locale.ROOT).equals(count.bucket())) {
        throttle.add(
            new SlidingThrottle.Count(bucket, count.caller(), count.slot(), count.calls()));
      }
    }
  }
}

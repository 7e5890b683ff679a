package io.farmsync.platform.throttle.kafka;

import io.farmsync.platform.kafka.TopicFollower;
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
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other instances let in, from as long ago as any rate counts: a process that starts
 * knows what its callers used up before, even with the process it replaces.
 */
final class CountsListener implements TopicFollower.Reading {

  private static final Logger log = LoggerFactory.getLogger(CountsListener.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final TopicPartition ALL = new TopicPartition(Topics.CALL_COUNTS.name(), 0);
  private static final JsonSerde<CallCounts> SERDE = JsonSerde.of(Topics.CALL_COUNTS);

  private final SlidingThrottle throttle;
  private final Duration longestPeriod;
  private final InstanceName instance;
  private final Clock clock;
  private long next = -1;

  CountsListener(
      SlidingThrottle throttle, Duration longestPeriod, InstanceName instance, Clock clock) {
    this.throttle = throttle;
    this.longestPeriod = longestPeriod;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> open, BooleanSupplier goesOn) {
    open.assign(List.of(ALL));
    if (next < 0) {
      long since = clock.instant().minus(longestPeriod).toEpochMilli();
      var first = open.offsetsForTimes(Map.of(ALL, since)).get(ALL);
      next = first == null ? open.endOffsets(List.of(ALL)).getOrDefault(ALL, 0L) : first.offset();
    }
    open.seek(ALL, next);
    while (goesOn.getAsBoolean()) {
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

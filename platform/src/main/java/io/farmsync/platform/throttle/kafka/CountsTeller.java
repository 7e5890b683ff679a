package io.farmsync.platform.throttle.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.throttle.SlidingThrottle;
import io.farmsync.platform.throttle.kafka.SharedThrottleConfiguration.InstanceName;
import io.farmsync.schemas.CallCounts;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Tells the other instances, ten times a second, what was let in here. What cannot be told, because
 * the broker is away, is counted and forgotten: each instance then counts by itself.
 */
final class CountsTeller implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CountsTeller.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int COUNTS_IN_A_RECORD = 500;
  private static final JsonSerde<CallCounts> SERDE = JsonSerde.of(Topics.CALL_COUNTS);

  private final KafkaSettings settings;
  private final SlidingThrottle throttle;
  private final InstanceName instance;
  private final Counter untold;
  private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private volatile boolean running;

  CountsTeller(
      KafkaSettings settings,
      SlidingThrottle throttle,
      InstanceName instance,
      MeterRegistry meters) {
    this.settings = settings;
    this.throttle = throttle;
    this.instance = instance;
    this.untold = meters.counter("throttle_counts_untold");
  }

  @Override
  public void start() {
    var config = settings.producer("call-counts");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    running = true;
    scheduler.setThreadNamePrefix("call-counts-");
    var _ = scheduler.scheduleWithFixedDelay(this::tell, PAUSE);
  }

  @Override
  public void stop() {
    running = false;
    scheduler.close();
    tell();
    var open = producer;
    if (open != null) {
      open.close(Duration.ofSeconds(2));
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void tell() {
    var counts = throttle.drain(COUNTS_IN_A_RECORD);
    while (!counts.isEmpty()) {
      send(counts);
      counts = counts.size() < COUNTS_IN_A_RECORD ? List.of() : throttle.drain(COUNTS_IN_A_RECORD);
    }
  }

  private void send(List<SlidingThrottle.Count> counts) {
    var open = producer;
    if (open == null) {
      return;
    }
    var value =
        new CallCounts(
            instance.text(),
            counts.stream()
                .map(count ->
                    new CallCounts.Count(
                        count.bucket().name().toLowerCase(Locale.ROOT),
                        count.key(),
                        count.slot(),
                        count.calls()))
                .toList());
    try {
      var _ =
          open.send(
              new ProducerRecord<>(
                  Topics.CALL_COUNTS.name(),
                  instance.text().getBytes(StandardCharsets.UTF_8),
                  SERDE.write(value)),
              (_, failure) -> {
                if (failure != null) {
                  untold.increment(counts.size());
                }
              });
    } catch (KafkaException e) {
      untold.increment(counts.size());
      log.debug("call counts not told", e);
    }
  }
}

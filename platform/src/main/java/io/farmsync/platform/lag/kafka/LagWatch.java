package io.farmsync.platform.lag.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.lag.ClusterLag;
import io.farmsync.platform.lag.LagProperties;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Reads the lag again and again, away from every request, and hands each reading on. */
public final class LagWatch implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(LagWatch.class);

  private final KafkaSettings settings;
  private final LagProperties properties;
  private final java.util.function.Consumer<ClusterLag> readings;
  private final Clock clock;
  private volatile @Nullable CountDownLatch stopped;
  private @Nullable Thread thread;

  public LagWatch(
      KafkaSettings settings,
      LagProperties properties,
      java.util.function.Consumer<ClusterLag> readings,
      Clock clock) {
    this.settings = settings;
    this.properties = properties;
    this.readings = readings;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    var stop = new CountDownLatch(1);
    stopped = stop;
    thread = Thread.ofPlatform().name("lag-watch").daemon().start(() -> run(stop));
  }

  @Override
  public synchronized void stop() {
    var stop = stopped;
    if (stop != null) {
      stop.countDown();
      stopped = null;
    }
    var reading = thread;
    if (reading != null) {
      reading.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return stopped != null;
  }

  private void run(CountDownLatch stop) {
    try {
      boolean ended = false;
      while (!ended) {
        watch(stop);
        ended = stop.await(properties.interval().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      log.debug("lag is no longer read");
    }
  }

  /** Until stopped or until a reading fails; then clients are made anew. */
  private void watch(CountDownLatch stop) throws InterruptedException {
    try (var admin = Admin.create(settings.client("lag-watch"));
        var waiting = new WaitingRecords(consumer(), clock)) {
      var reader = new LagReader(admin, waiting, properties.topics(), clock);
      do {
        readings.accept(reader.read());
      } while (!stop.await(properties.interval().toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      log.warn("lag could not be read, and will be tried again: {}", e.toString());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var config = settings.client("lag-watch");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * 1024);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

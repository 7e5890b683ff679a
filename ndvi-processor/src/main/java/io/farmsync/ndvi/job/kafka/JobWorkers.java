package io.farmsync.ndvi.job.kafka;

import io.farmsync.ndvi.job.JobRunner;
import io.farmsync.ndvi.job.WorkerListener;
import io.farmsync.platform.trace.Traces;
import io.farmsync.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The workers of this process: consumers of one Kafka share group, so that requests go to whoever
 * is free, and a worker that dies gives its request back when the lock runs out.
 */
final class JobWorkers implements SmartLifecycle {
  private static final Duration ADMIN_DEADLINE = Duration.ofSeconds(30);

  private final Map<String, Object> client;
  private final Map<String, Object> producerConfig;
  private final WorkerSettings settings;
  private final JobRunner runner;
  private final WorkerListener listener;
  private final Traces traces;

  private final List<ShareWorker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Producer<byte[], byte[]> producer;

  JobWorkers(
      Map<String, Object> client,
      Map<String, Object> producerConfig,
      WorkerSettings settings,
      JobRunner runner,
      WorkerListener listener,
      Traces traces) {
    this.client = client;
    this.producerConfig = producerConfig;
    this.settings = settings;
    this.runner = runner;
    this.listener = listener;
    this.traces = traces;
  }

  @Override
  public synchronized void start() {
    configureGroup();
    var shared =
        new KafkaProducer<>(producerConfig, new ByteArraySerializer(), new ByteArraySerializer());
    producer = shared;
    for (int i = 0; i < settings.workers(); i++) {
      String id = settings.group() + "-" + i;
      var work = new RequestWork(runner, shared, listener, traces, settings.deliveries());
      var worker = new ShareWorker(() -> consumer(id), Topics.NDVI_REQUESTS.name(), work, listener);
      workers.add(worker);
      threads.add(Thread.ofPlatform().name(id).start(worker));
    }
  }

  @Override
  public synchronized void stop() {
    workers.forEach(ShareWorker::stop);
    long deadline = System.nanoTime() + settings.stopWithin().toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    workers.clear();
    threads.clear();
    if (producer != null) {
      producer.close(settings.stopWithin());
      producer = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return !workers.isEmpty();
  }

  /** Workers whose thread still runs. */
  synchronized long alive() {
    return threads.stream().filter(Thread::isAlive).count();
  }

  private ShareConsumer<byte[], byte[]> consumer(String id) {
    var config = new HashMap<>(client);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, id);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    return new KafkaShareConsumer<>(
        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * A share group has no defaults of the consumer's: it would start at the end and read what was
   * never committed.
   */
  private void configureGroup() {
    var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
    var settingsOfGroup =
        List.of(
            set("share.auto.offset.reset", "earliest"),
            set("share.isolation.level", "read_committed"),
            set("share.record.lock.duration.ms", Long.toString(settings.lock().toMillis())),
            set("share.delivery.count.limit", Integer.toString(settings.deliveries())));
    try (Admin admin = Admin.create(client)) {
      admin
          .incrementalAlterConfigs(Map.of(group, settingsOfGroup))
          .all()
          .get(ADMIN_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException refused) {
      throw new IllegalStateException(
          "share group " + settings.group() + " could not be configured", refused);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while starting", stopped);
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}

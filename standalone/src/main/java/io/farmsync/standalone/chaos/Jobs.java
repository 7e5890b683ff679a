package io.farmsync.standalone.chaos;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.standalone.client.FarmClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** New farms, one after another, and how long each waits until its first job has ended. */
final class Jobs implements AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

  private final List<FarmClient> instances;
  private final KafkaSettings settings;
  private final Duration pause;
  private final Signal signal;
  private final Map<String, Object> waiting = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Jobs(
      List<FarmClient> instances, KafkaSettings settings, int newFarmsPerMinute, Signal signal) {
    this.instances = instances;
    this.settings = settings;
    this.pause = Duration.ofMinutes(1).dividedBy(newFarmsPerMinute);
    this.signal = signal;
  }

  static Jobs start(
      List<FarmClient> instances,
      KafkaSettings settings,
      int newFarmsPerMinute,
      Signal signal,
      Random random) {
    var jobs = new Jobs(instances, settings, newFarmsPerMinute, signal);
    jobs.threads.add(Thread.ofPlatform().name("job-ends").daemon().start(jobs::follow));
    jobs.threads.add(
        Thread.ofPlatform().name("job-farms").daemon().start(() -> jobs.register(random)));
    return jobs;
  }

  /** The wait begins when the farm is acknowledged. */
  private void register(Random random) {
    for (int farm = 0; !stopped; farm++) {
      var id = new UUID(random.nextLong(), random.nextLong());
      boolean accepted = false;
      for (int attempt = farm; !accepted && !stopped; attempt++) {
        try {
          accepted =
              instances
                      .get(attempt % instances.size())
                      .post("/api/v1/farms/sync", Load.farm(id, "Job " + farm, Load.FAR_AWAY))
                      .status()
                  == 200;
        } catch (RuntimeException unreachable) {
          LockSupport.parkNanos(AFTER_FAILURE.toNanos());
        }
      }
      if (accepted) {
        waiting.put(id.toString(), signal.begin());
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private void follow() {
    var serde = JsonSerde.of(Topics.NDVI_JOBS);
    try (var consumer =
        new KafkaConsumer<>(
            settings.consumer("drill-jobs"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          IntStream.range(0, Topics.NDVI_JOBS.partitions())
              .mapToObj(each -> new TopicPartition(Topics.NDVI_JOBS.name(), each))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      while (!stopped) {
        try {
          for (var record : consumer.poll(Duration.ofMillis(100))) {
            NdviJob job = serde.read(record.value());
            if (job != null && job.status().isFinal()) {
              Object operation = waiting.remove(String.valueOf(job.externalFarmId()));
              if (operation != null) {
                signal.end(operation);
              }
            }
          }
        } catch (KafkaException unreachable) {
          LockSupport.parkNanos(AFTER_FAILURE.toNanos());
        }
      }
    }
  }

  /** Farms whose job has not ended. */
  int waiting() {
    return waiting.size();
  }

  /** Registers no more farms; jobs are still followed. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

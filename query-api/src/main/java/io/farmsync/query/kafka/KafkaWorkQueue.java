package io.farmsync.query.kafka;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.ndvi.WorkQueue;
import io.farmsync.schemas.NdviRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends jobs from one thread of its own; whoever submits never waits. A job's state and its request
 * are one Kafka transaction: a crash leaves both or neither, never a job that is queued for ever.
 * What fails is refused, counted and forgotten, so that the next read asks again.
 *
 * <p>Two instances may send the same job at the same moment; it has the same id, and workers make
 * it once.
 */
final class KafkaWorkQueue implements WorkQueue, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(KafkaWorkQueue.class);
  private static final int BATCH = 100;
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  private record Submission(NdviRequest request, Origin origin, CompletableFuture<Void> done) {}

  private final KafkaSettings settings;
  private final WorkProperties properties;
  private final BlockingQueue<Submission> waiting;
  private final Cache<String, CompletableFuture<Void>> recent;
  private final Counter queued;
  private final Counter refused;
  private @Nullable Thread sender;
  private volatile boolean running;

  KafkaWorkQueue(KafkaSettings settings, WorkProperties properties, MeterRegistry meters) {
    this.settings = settings;
    this.properties = properties;
    this.waiting = new ArrayBlockingQueue<>(properties.waiting());
    this.recent =
        Caffeine.newBuilder()
            .maximumSize(properties.remembered())
            .expireAfterWrite(properties.rememberedFor())
            .build();
    this.queued = meters.counter("query_work_requests_total", "outcome", "queued");
    this.refused = meters.counter("query_work_requests_total", "outcome", "refused");
  }

  @Override
  public CompletableFuture<Void> submit(NdviRequest request, Origin origin) {
    var submission = new Submission(request, origin, new CompletableFuture<>());
    var earlier = recent.asMap().putIfAbsent(request.jobId(), submission.done());
    if (earlier != null) {
      return earlier.copy();
    }
    if (!running || !waiting.offer(submission)) {
      refuse(
          List.of(submission),
          new RejectedExecutionException(
              running ? properties.waiting() + " jobs are waiting already" : "not running"));
    }
    return submission.done().copy();
  }

  @Override
  public void start() {
    running = true;
    sender = Thread.ofPlatform().name("query-work-sender").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    var stopping = sender;
    if (stopping != null) {
      try {
        stopping.join(TRANSACTION_TIMEOUT);
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
    try (var transactions = new Transactions()) {
      while (running || !waiting.isEmpty()) {
        var first = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          var batch = new ArrayList<>(List.of(first));
          waiting.drainTo(batch, BATCH - 1);
          send(transactions, batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Transactions transactions, List<Submission> batch) {
    var sendable = new ArrayList<Submission>();
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (Submission submission : batch) {
      try {
        records.addAll(WorkRecords.of(submission.request(), submission.origin()));
        sendable.add(submission);
      } catch (SerializationException e) {
        refuse(List.of(submission), e);
      }
    }
    try {
      transactions.send(records);
      queued.increment(sendable.size());
      sendable.forEach(submission -> submission.done().complete(null));
    } catch (KafkaException e) {
      refuse(sendable, e);
    }
  }

  private void refuse(List<Submission> submissions, Exception reason) {
    refused.increment(submissions.size());
    log.warn("{} jobs could not be queued: {}", submissions.size(), reason.toString());
    for (Submission submission : submissions) {
      recent.invalidate(submission.request().jobId());
      submission.done().completeExceptionally(reason);
    }
  }

  /** A transactional producer that is made anew after any failure. Used by the sender only. */
  private final class Transactions implements AutoCloseable {

    private @Nullable KafkaProducer<byte[], byte[]> producer;

    void send(List<ProducerRecord<byte[], byte[]>> records) {
      if (records.isEmpty()) {
        return;
      }
      try {
        var open = producer == null ? open() : producer;
        open.beginTransaction();
        for (var record : records) {
          // failures come out of the commit
          var _ = open.send(record);
        }
        open.commitTransaction();
      } catch (KafkaException e) {
        close();
        throw e;
      }
    }

    /** An open transaction is aborted by the broker once its timeout has passed. */
    @Override
    public void close() {
      if (producer != null) {
        producer.close(Duration.ZERO);
        producer = null;
      }
    }

    private KafkaProducer<byte[], byte[]> open() {
      var config = settings.producer("query-api-work");
      // nothing of an earlier run is to be fenced: its transactions are whole or time out
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "query-api-work-" + UUID.randomUUID());
      config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
      config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.maxBlock().toMillis());
      config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) properties.maxBlock().toMillis());
      config.put(
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) properties.maxBlock().toMillis() / 2);
      config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
      var opened =
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
      producer = opened;
      opened.initTransactions();
      return opened;
    }
  }
}

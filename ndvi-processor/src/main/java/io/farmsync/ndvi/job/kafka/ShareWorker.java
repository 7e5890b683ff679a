package io.farmsync.ndvi.job.kafka;

import io.farmsync.ndvi.job.WorkerListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of the share group, with one record at a time. The record's lock is renewed while
 * the work goes on, on its own virtual thread. If the lock is lost, the work is stopped, since
 * another worker has it; if the consumer breaks, a new one takes its place.
 */
final class ShareWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ShareWorker.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int USUAL_LOCK_MS = 30_000;

  private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
  private final String topic;
  private final RequestWork work;
  private final WorkerListener listener;

  private volatile boolean stopping;
  private volatile @Nullable ShareConsumer<byte[], byte[]> current;
  private volatile boolean lockLost;
  private volatile @Nullable UnderWay underWay;

  private record UnderWay(ConsumerRecord<byte[], byte[]> record, FutureTask<AcknowledgeType> task) {
    boolean isFor(ConsumerRecord<byte[], byte[]> other) {
      return record.offset() == other.offset() && record.partition() == other.partition();
    }
  }

  ShareWorker(
      Supplier<ShareConsumer<byte[], byte[]>> consumers,
      String topic,
      RequestWork work,
      WorkerListener listener) {
    this.consumers = consumers;
    this.topic = topic;
    this.work = work;
    this.listener = listener;
  }

  /** Asks for the end; work under way is interrupted and its request queued again. */
  void stop() {
    stopping = true;
    UnderWay busy = underWay;
    if (busy != null) {
      busy.task.cancel(true);
      return; // the worker sees to its record before it polls again
    }
    ShareConsumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopping) {
      try (ShareConsumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        consumer.setAcknowledgementCommitCallback((_, failure) -> lockLost |= failure != null);
        consumer.subscribe(java.util.List.of(topic));
        while (!stopping) {
          turn(consumer);
        }
      } catch (WakeupException stop) {
        LOG.debug("Worker woken up to stop");
      } catch (KafkaException broken) {
        listener.failed(broken);
        LOG.warn("Consumer of {} broke and is made anew: {}", topic, broken.toString());
        pause();
      } finally {
        current = null;
        abort();
      }
    }
  }

  private void turn(ShareConsumer<byte[], byte[]> consumer) {
    listener.alive();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(IDLE)) {
      AcknowledgeType verdict = verdict(record, renewAfter(consumer));
      if (stopping && verdict == AcknowledgeType.RELEASE) {
        verdict = work.queueAgain(record);
      }
      if (verdict != AcknowledgeType.RENEW) {
        underWay = null;
      }
      consumer.acknowledge(record, verdict);
      consumer.commitSync(); // a renewal, too: poll does not rest while one is on its way
    }
    if (underWay != null && lockLost) {
      LOG.warn("Lock of a request was lost; its work is stopped, another worker takes it up");
      abort();
    }
    lockLost = false;
  }

  /** Waits for the work, started now or before, as long as the lock allows. */
  private AcknowledgeType verdict(ConsumerRecord<byte[], byte[]> record, Duration patience) {
    UnderWay busy = underWay;
    if (busy == null || !busy.isFor(record)) {
      abort();
      busy = new UnderWay(record, new FutureTask<>(() -> work.on(record)));
      underWay = busy;
      Thread.ofVirtual()
          .name("ndvi-job-" + record.partition() + "-" + record.offset())
          .start(busy.task);
    }
    if (stopping) {
      busy.task.cancel(true);
    }
    try {
      return busy.task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillBusy) {
      return AcknowledgeType.RENEW;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      stopping = true;
      busy.task.cancel(true);
      return AcknowledgeType.RELEASE;
    } catch (java.util.concurrent.CancellationException stopped) {
      return AcknowledgeType.RELEASE;
    } catch (ExecutionException broken) {
      Throwable cause = Optional.ofNullable(broken.getCause()).orElse(broken);
      listener.failed(cause);
      LOG.error(
          "Work on {}-{} offset {} broke off",
          record.topic(),
          record.partition(),
          record.offset(),
          cause);
      return AcknowledgeType.RELEASE;
    }
  }

  private static Duration renewAfter(ShareConsumer<byte[], byte[]> consumer) {
    return Duration.ofMillis(consumer.acquisitionLockTimeoutMs().orElse(USUAL_LOCK_MS) / 2);
  }

  private void abort() {
    UnderWay busy = underWay;
    if (busy != null) {
      busy.task.cancel(true);
      underWay = null;
    }
  }

  private void pause() {
    try {
      Thread.sleep(AFTER_FAILURE);
    } catch (InterruptedException stopped) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }
}

package io.farmsync.ndvi.job.kafka;

import io.farmsync.ndvi.job.JobCode;
import io.farmsync.ndvi.job.JobRunner;
import io.farmsync.ndvi.job.JobRunner.End;
import io.farmsync.ndvi.job.WorkerListener;
import io.farmsync.platform.trace.RecordScope;
import io.farmsync.platform.trace.Traces;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.schemas.kafka.WireSchemas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What is done with one record of {@code ndvi-requests}. It is accepted when its job has ended or
 * it stands among the dead letters, and given back when something went wrong that another try may
 * cure; at the last delivery it is put aside without another try.
 */
final class RequestWork {
  private static final Logger LOG = LoggerFactory.getLogger(RequestWork.class);
  private static final Duration QUEUE_WITHIN = Duration.ofSeconds(3);
  private static final String STAGE = "ndvi-worker";

  private final JobRunner runner;
  private final Producer<byte[], byte[]> producer;
  private final WorkerListener listener;
  private final Traces traces;
  private final int deliveries;
  private final JsonSerde<NdviRequest> requests = JsonSerde.of(Topics.NDVI_REQUESTS);

  RequestWork(
      JobRunner runner,
      Producer<byte[], byte[]> producer,
      WorkerListener listener,
      Traces traces,
      int deliveries) {
    this.runner = runner;
    this.producer = producer;
    this.listener = listener;
    this.traces = traces;
    this.deliveries = deliveries;
  }

  /**
   * @throws InterruptedException if stopped; the record is then to be given back
   */
  AcknowledgeType on(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    String farm = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    try (var _ = RecordScope.open(traces, "work on " + record.topic(), record, farm)) {
      return tried(record);
    }
  }

  private AcknowledgeType tried(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    int delivery = record.deliveryCount().orElse((short) 1);
    NdviRequest request;
    try {
      request = read(record.value());
    } catch (SerializationException | IllegalArgumentException | JacksonException unreadable) {
      putAside(record, "undecodable", String.valueOf(unreadable.getMessage()), delivery);
      return AcknowledgeType.ACCEPT;
    }
    var journal = new KafkaJobJournal(producer, cause(record, request));
    try {
      if (delivery >= deliveries) {
        putAside(
            record,
            JobCode.MAX_RETRIES_EXCEEDED.wireName(),
            "taken up " + delivery + " times without an end",
            delivery);
        runner.abandon(request, delivery, journal);
        return AcknowledgeType.ACCEPT;
      }
      if (runner.run(request, delivery, journal) instanceof End.Failure(var code, var detail)) {
        putAside(record, code.wireName(), detail, delivery);
      }
      return AcknowledgeType.ACCEPT;
    } catch (RuntimeException unexpected) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped");
      }
      listener.failed(unexpected);
      LOG.error(
          "Job {} broke off at delivery {} and is given back",
          request.jobId(),
          delivery,
          unexpected);
      return AcknowledgeType.RELEASE;
    }
  }

  /**
   * Queues a request again that a stop keeps from its end. A restart is not a failed try: given
   * back instead, the request would come nearer to its last delivery with every restart while an
   * upstream is away.
   */
  AcknowledgeType queueAgain(ConsumerRecord<byte[], byte[]> record) {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  record.topic(), null, record.key(), record.value(), record.headers()))
          .get(QUEUE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info(
          "Stopping: request {}-{} offset {} is queued again",
          record.topic(),
          record.partition(),
          record.offset());
      return AcknowledgeType.ACCEPT;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | KafkaException refused) {
      LOG.warn("Request could not be queued again and is given back: {}", refused.toString());
    }
    return AcknowledgeType.RELEASE;
  }

  private NdviRequest read(byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalArgumentException("record has no value (expected: a request)");
    }
    WireSchemas.require(Topics.NDVI_REQUESTS.schema(), WireJson.mapper().readTree(value));
    return Objects.requireNonNull(requests.read(value));
  }

  private static Cause cause(ConsumerRecord<byte[], byte[]> record, NdviRequest request) {
    Cause before = Cause.of(record.headers());
    return new Cause(
        before.traceParent(), before.requestId(), request.tenant(), request.farmVersion());
  }

  private void putAside(
      ConsumerRecord<byte[], byte[]> record, String code, String reason, int delivery)
      throws InterruptedException {
    try {
      producer.send(new DeadLetter(STAGE, code, reason, delivery).of(record)).get();
      listener.putAside(code);
      LOG.warn(
          "Dead letter: {}-{} offset {}: {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          code,
          reason);
    } catch (ExecutionException refused) {
      throw new IllegalStateException("dead letter could not be written", refused.getCause());
    }
  }
}

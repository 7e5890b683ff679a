package io.farmsync.ndvi.topology;

import io.farmsync.ndvi.job.JobPlanner;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.schemas.kafka.WireSchemas;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Turns a farm event into its jobs. An event that cannot be read becomes a dead letter, and the
 * next one is read.
 */
final class PlanJobs extends ContextualProcessor<byte[], byte[], byte[], Planned> {
  private static final Logger LOG = LoggerFactory.getLogger(PlanJobs.class);
  private static final String SOURCE = "/ndvi-processor";

  private final JobPlanner planner;
  private final JsonSerde<FarmEvent> events = JsonSerde.of(Topics.FARM_EVENTS);
  private final JsonSerde<NdviRequest> requests = JsonSerde.of(Topics.NDVI_REQUESTS);
  private final JsonSerde<NdviJob> jobs = JsonSerde.of(Topics.NDVI_JOBS);

  PlanJobs(JobPlanner planner) {
    this.planner = planner;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    FarmEvent event;
    try {
      event = read(record.value());
    } catch (SerializationException | IllegalArgumentException | JacksonException unreadable) {
      refuse(record, String.valueOf(unreadable.getMessage()));
      return;
    }
    Cause before = Cause.of(record.headers());
    Cause cause =
        new Cause(before.traceParent(), before.requestId(), event.farm().tenant(), event.version());
    for (NdviRequest request : planner.plan(event)) {
      forward(
          record,
          Topics.NDVI_REQUESTS,
          bytes(request.externalFarmId().toString()),
          requests.write(request),
          new EventHeaders(
              request.jobId(), SOURCE, "ndvi.requested.v1", request.requestedAt(), cause));
      NdviJob job = NdviJob.queued(request);
      forward(
          record,
          Topics.NDVI_JOBS,
          bytes(job.id()),
          jobs.write(job),
          new EventHeaders(
              job.id() + "/queued", SOURCE, "ndvi.job-queued.v1", job.createdAt(), cause));
    }
  }

  private FarmEvent read(byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalArgumentException("record has no value (expected: a farm event)");
    }
    WireSchemas.require(Topics.FARM_EVENTS.schema(), WireJson.mapper().readTree(value));
    return Objects.requireNonNull(events.read(value));
  }

  private void forward(
      Record<byte[], byte[]> from,
      Topic<?> topic,
      byte[] key,
      byte @Nullable [] value,
      EventHeaders headers) {
    context()
        .forward(
            new Record<>(
                key,
                new Planned(topic.name(), Objects.requireNonNull(value)),
                from.timestamp(),
                headers.of(topic)));
  }

  private void refuse(Record<byte[], byte[]> record, String reason) {
    var from = context().recordMetadata().orElseThrow();
    LOG.warn(
        "Dead letter: {}-{} offset {}: {}", from.topic(), from.partition(), from.offset(), reason);
    var headers =
        new DeadLetter("ndvi-trigger", "undecodable", reason, 1)
            .headers(record.headers(), from.topic(), from.partition(), from.offset());
    byte[] value = record.value() == null ? new byte[0] : record.value();
    context()
        .forward(
            new Record<>(
                record.key(),
                new Planned(Topics.FARM_EVENTS.deadLetters(), value),
                record.timestamp(),
                headers));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package io.farmsync.ndvi.topology;

import io.farmsync.ndvi.plan.Backlog;
import io.farmsync.ndvi.plan.Freshness;
import io.farmsync.ndvi.plan.OpenJob;
import io.farmsync.ndvi.plan.Sweep;
import io.farmsync.ndvi.plan.TrackedFarm;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Makes jobs of farm events, orders and the clock, holds them until their turn, and lets the next
 * go when one ends. A record that cannot be read becomes a dead letter, and the next one is read.
 */
final class DispatchJobs extends ContextualProcessor<byte[], byte[], byte[], Planned> {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchJobs.class);
  static final String SOURCE = "/ndvi-processor";

  /** A job whose farm has changed or gone before its turn came. */
  private static final String SUPERSEDED = "superseded";

  private static final String GIVEN_UP = "max_retries_exceeded";

  private final Dispatching dispatching;
  private final JsonSerde<NdviRequest> requests = JsonSerde.of(Topics.NDVI_REQUESTS);
  private final JsonSerde<NdviJob> jobs = JsonSerde.of(Topics.NDVI_JOBS);
  private TrackedFarms farms;
  private Backlog backlog;
  private Sweep sweep;
  private Freshness freshness;

  @NullUnmarked // stores come with init
  DispatchJobs(Dispatching dispatching) {
    this.dispatching = dispatching;
  }

  @Override
  public void init(ProcessorContext<byte[], Planned> context) {
    super.init(context);
    farms = new TrackedFarms(context.getStateStore(NdviTopology.FARMS));
    backlog =
        new Backlog(
            new StoredJobs(context.getStateStore(NdviTopology.OPEN_JOBS)), dispatching.limits());
    sweep = new Sweep(dispatching.schedules());
    freshness = new Freshness(dispatching.indices(), dispatching.staleAfterDays());
    farms.forEach(farm -> {
      sweep.track(farm);
      freshness.track(farm);
    });
    context.schedule(
        dispatching.lookEvery(),
        PunctuationType.WALL_CLOCK_TIME,
        now -> look(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Headers headers = record.headers();
    String topic = String.valueOf(Mark.topicOf(headers));
    try {
      if (topic.equals(Topics.FARM_EVENTS.name())) {
        farmChanged(read(Topics.FARM_EVENTS, record.value()), Cause.of(headers));
      } else if (topic.equals(Topics.NDVI_ORDERS.name())) {
        ordered(read(Topics.NDVI_ORDERS, record.value()), Cause.of(headers));
      } else {
        ended(read(Topics.NDVI_ENDS, record.value()));
      }
    } catch (SerializationException | IllegalArgumentException | JacksonException unreadable) {
      refuse(record, topic, String.valueOf(unreadable.getMessage()));
    }
    handOut();
  }

  /** Another instance hands jobs out from now on, or none. */
  @Override
  public void close() {
    dispatching.listener().backlog(0, 0);
    dispatching.indices().forEach(index -> dispatching.listener().stale(index, 0));
  }

  private void ended(NdviJob job) {
    backlog.ended(job.id(), job.createdAt());
    Optional<TrackedFarm> known = farms.get(job.externalFarmId());
    known
        .map(farm -> farm.valued(job))
        .filter(farm -> !farm.equals(known.get()))
        .ifPresent(farm -> {
          farms.put(farm);
          freshness.track(farm);
        });
  }

  private void farmChanged(FarmEvent event, Cause cause) {
    UUID id = event.externalFarmId();
    Optional<TrackedFarm> known = farms.get(id);
    TrackedFarm farm = TrackedFarm.evolve(known.orElse(null), event, now());
    if (known.isPresent() && farm.equals(known.get())) {
      return; // read before
    }
    farms.put(farm);
    sweep.track(farm);
    freshness.track(farm);
    backlog
        .dropObsolete(id, farm.farm().isActive(), farm.boundarySince())
        .forEach(job -> end(job, SUPERSEDED));
    for (NdviRequest request : dispatching.planner().plan(event)) {
      take(request, cause, true);
    }
  }

  private void ordered(NdviRequest request, Cause cause) {
    Optional<TrackedFarm> farm = farms.get(request.externalFarmId());
    boolean obsolete =
        farm.isPresent()
            && (!farm.get().farm().isActive()
                || request.farmVersion() < farm.get().boundarySince());
    if (obsolete) {
      end(new OpenJob(request, cause.traceParent(), cause.requestId(), 0, null), SUPERSEDED);
    } else {
      take(request, cause, false); // its state was published with the order
    }
  }

  private void take(NdviRequest request, Cause cause, boolean tellReaders) {
    var job = new OpenJob(request, cause.traceParent(), cause.requestId(), 0, null);
    switch (backlog.add(job)) {
      case WAITS -> {
        if (tellReaders) {
          tell(NdviJob.queued(request), job);
        }
      }
      case HELD_ALREADY -> LOG.debug("Job {} is open already", request.jobId());
      case REFUSED -> {
        LOG.warn("Job {} refused: as many wait as may", request.jobId());
        dispatching.listener().refused();
        end(job, GIVEN_UP);
      }
    }
  }

  /** Scheduled turns that have come, and leases that have run out. */
  private void look(Instant now) {
    backlog.expire(now).forEach(job -> end(job, GIVEN_UP));
    for (Sweep.Turn turn : sweep.due(now, dispatching.turnsAtOnce())) {
      TrackedFarm farm = farms.get(turn.farm()).orElseThrow();
      take(dispatching.planner().plan(farm, turn.schedule(), turn.due(), now), Cause.UNKNOWN, true);
      TrackedFarm swept = farm.swept(turn.schedule(), now);
      farms.put(swept);
      sweep.track(swept);
    }
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    for (String index : freshness.indices()) {
      dispatching.listener().stale(index, freshness.stale(index, today));
    }
    handOut();
  }

  private void handOut() {
    Instant now = now();
    for (OpenJob job : backlog.release(now)) {
      NdviRequest request = job.request();
      forward(
          Topics.NDVI_REQUESTS,
          request.externalFarmId().toString(),
          Objects.requireNonNull(requests.write(request)),
          new EventHeaders(
              request.jobId() + "/" + request.requestedAt().toEpochMilli(),
              SOURCE,
              "ndvi.requested.v1",
              request.requestedAt(),
              causeOf(job)));
    }
    dispatching.listener().backlog(backlog.waitingJobs(), backlog.releasedJobs());
  }

  /** Ends a job that no worker will. */
  private void end(OpenJob job, String code) {
    NdviJob queued = NdviJob.queued(job.request());
    Instant now = now();
    tell(
        new NdviJob(
            queued.id(),
            queued.externalFarmId(),
            queued.tenant(),
            queued.farmVersion(),
            queued.index(),
            queued.engine(),
            queued.jobType(),
            Status.FAILED,
            queued.start(),
            queued.end(),
            queued.stepDays(),
            queued.maxCloud(),
            queued.lookbackDays(),
            queued.createdAt(),
            null,
            now,
            0,
            code),
        job);
    dispatching.listener().ended(code);
  }

  private void tell(NdviJob job, OpenJob of) {
    String status = job.status().name().toLowerCase(java.util.Locale.ROOT);
    forward(
        Topics.NDVI_JOBS,
        job.id(),
        Objects.requireNonNull(jobs.write(job)),
        new EventHeaders(
            job.id() + "/" + status + "/" + job.createdAt().toEpochMilli(),
            SOURCE,
            "ndvi.job-" + status + ".v1",
            job.finishedAt() == null ? job.createdAt() : job.finishedAt(),
            causeOf(of)));
  }

  private Instant now() {
    return Instant.ofEpochMilli(context().currentSystemTimeMs());
  }

  private static Cause causeOf(OpenJob job) {
    return new Cause(
        job.traceParent(), job.requestId(), job.request().tenant(), job.request().farmVersion());
  }

  private static <V> V read(Topic<V> topic, byte[] value) {
    if (value.length == 0) {
      throw new IllegalArgumentException(
          "record has no value (expected: one of " + topic.name() + ")");
    }
    WireSchemas.require(topic.schema(), WireJson.mapper().readTree(value));
    return Objects.requireNonNull(JsonSerde.of(topic).read(value));
  }

  private void forward(Topic<?> topic, String key, byte[] value, EventHeaders headers) {
    context()
        .forward(
            new Record<>(
                key.getBytes(StandardCharsets.UTF_8),
                new Planned(topic.name(), value),
                context().currentSystemTimeMs(),
                headers.of(topic)));
  }

  private void refuse(Record<byte[], byte[]> record, String topic, String reason) {
    int partition = Mark.partitionOf(record.headers());
    long offset = Mark.offsetOf(record.headers());
    LOG.warn("Dead letter: {}-{} offset {}: {}", topic, partition, offset, reason);
    var headers =
        new DeadLetter("ndvi-trigger", "undecodable", reason, 1)
            .headers(Mark.without(record.headers()), topic, partition, offset);
    context()
        .forward(
            new Record<>(
                record.key(),
                new Planned(topic + "-dlt", record.value()),
                record.timestamp(),
                headers));
  }
}

package io.farmsync.ndvi.job.micrometer;

import io.farmsync.ndvi.job.JobListener;
import io.farmsync.ndvi.job.WorkerListener;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamListener;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Metrics under the names that dashboards of the contract query. Alert on {@code ndvi_jobs_waiting}
 * above 0 for long (an upstream is away, {@code spectral_provider_circuit_state} says which), on
 * {@code spectral_job_dead_letter_total} growing, and on {@code ndvi_stream_consumer_heartbeat}
 * standing still. No tag is a farm or a tenant: tags must stay few.
 */
final class ImageryMetrics implements JobListener, WorkerListener, UpstreamListener {
  private static final String ENGINE = "stac";
  private static final String CONSUMER = "ndvi-workers";

  /** Scenes and searches serve every index. */
  private static final String ANY_INDEX = "all";

  /** Kinds of failures of workers: Kafka's, and everything else. */
  private static final String KAFKA = "kafka";

  private static final String OWN = "unexpected";
  private static final List<String> KINDS = List.of(KAFKA, OWN);

  private static final Duration[] UPSTREAM_BUCKETS = seconds(0.1, 0.3, 0.5, 1, 2, 5, 10, 20, 30);
  private static final Duration[] TASK_BUCKETS =
      seconds(0.1, 0.3, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300);

  private final MeterRegistry registry;
  private final SpectralIndices indices;
  private final Clock clock;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong heartbeat = new AtomicLong();

  /** By host; only allowed hosts are ever asked, so there are few. */
  private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();

  ImageryMetrics(MeterRegistry registry, SpectralIndices indices, Clock clock) {
    this.registry = registry;
    this.indices = indices;
    this.clock = clock;
    Gauge.builder("ndvi.jobs.waiting", waiting, AtomicInteger::get)
        .description("Jobs that wait for an upstream to come back")
        .register(registry);
    Gauge.builder("ndvi.stream.consumer.heartbeat", heartbeat, AtomicLong::get)
        .description("When a worker last asked for work, in seconds since 1970")
        .tag("consumer", CONSUMER)
        .register(registry);
    Gauge.builder("ndvi.circuit.breaker.state", this, ImageryMetrics::worstBreaker)
        .description("0 closed, 1 open, 2 half open; the worst of the engine's hosts")
        .tag("engine", ENGINE)
        .register(registry);
    countFromNothing();
  }

  /** An alert sees a counter grow, not appear: what must not happen is counted from 0. */
  private void countFromNothing() {
    for (String index : indices.names()) {
      for (var type : JobType.values()) {
        jobs(index, NdviJob.Status.FAILED, type);
        jobs(index, NdviJob.Status.SUCCESS, type);
      }
    }
    KINDS.forEach(this::failures);
    deadLetters();
  }

  @Override
  public void moved(NdviJob job) {
    jobs(known(job.index()), job.status(), job.jobType()).increment();
  }

  private Counter jobs(String index, NdviJob.Status status, JobType type) {
    return Counter.builder("spectral.jobs")
        .tag("index", index)
        .tag("status", status.name().toLowerCase(Locale.ROOT))
        .tag("type", nameOf(type))
        .tag("engine", ENGINE)
        .register(registry);
  }

  @Override
  public void finished(NdviRequest request, Duration took) {
    Timer.builder("spectral.task.runtime")
        .serviceLevelObjectives(TASK_BUCKETS)
        .tag("index", known(request.index()))
        .tag("task", nameOf(request.jobType()))
        .tag("engine", ENGINE)
        .register(registry)
        .record(took);
  }

  @Override
  public void waiting(int jobs) {
    waiting.addAndGet(jobs);
  }

  @Override
  public void alive() {
    heartbeat.set(clock.instant().getEpochSecond());
  }

  @Override
  public void failed(Throwable cause) {
    failures(cause instanceof KafkaException ? KAFKA : OWN).increment();
  }

  private Counter failures(String kind) {
    return Counter.builder("ndvi.stream.consumer.failures")
        .tag("consumer", CONSUMER)
        .tag("failure_type", kind)
        .register(registry);
  }

  @Override
  public void putAside(String code) {
    deadLetters().increment();
    Counter.builder("ndvi.stream.dlq").tag("consumer", CONSUMER).register(registry).increment();
  }

  private Counter deadLetters() {
    return Counter.builder("spectral.job.dead.letter")
        .tag("queue", Topics.NDVI_REQUESTS.name())
        .register(registry);
  }

  @Override
  public void asked(Ask ask, String host, Duration took, @Nullable UpstreamFailure failure) {
    Counter.builder("spectral.upstream.requests")
        .tag("index", ANY_INDEX)
        .tag("engine", ENGINE)
        .tag("outcome", outcome(failure))
        .register(registry)
        .increment();
    Timer.builder("spectral.upstream.latency")
        .serviceLevelObjectives(UPSTREAM_BUCKETS)
        .tag("index", ANY_INDEX)
        .tag("engine", ENGINE)
        .register(registry)
        .record(took);
    breaker(host);
  }

  /** An answer, a refusal by the upstream, or nothing that reached us. */
  private static String outcome(@Nullable UpstreamFailure failure) {
    if (failure == null) {
      return "success";
    }
    return switch (failure.kind()) {
      case UNREACHABLE, TIMED_OUT -> "network";
      default -> "error";
    };
  }

  @Override
  public void leftAlone(Ask ask, UpstreamFailure why) {
    breaker(why.host());
  }

  @Override
  public void breakerMoved(String host, String from, String to) {
    breaker(host)
        .set(
            switch (to) {
              case "open" -> 1;
              case "half_open" -> 2;
              default -> 0;
            });
    Counter.builder("ndvi.circuit.breaker.transitions")
        .tag("engine", ENGINE)
        .tag("from_state", from)
        .tag("to_state", to)
        .register(registry)
        .increment();
  }

  private AtomicInteger breaker(String host) {
    return breakers.computeIfAbsent(
        host,
        _ -> {
          var state = new AtomicInteger();
          Gauge.builder("spectral.provider.circuit.state", state, AtomicInteger::get)
              .description("0 closed, 1 open, 2 half open")
              .tag("provider", host)
              .register(registry);
          return state;
        });
  }

  private double worstBreaker() {
    boolean anyOpen = breakers.values().stream().anyMatch(state -> state.get() == 1);
    return anyOpen ? 1 : breakers.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
  }

  private String known(String index) {
    return indices.named(index).isPresent() ? index : "other";
  }

  private static String nameOf(JobType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static Duration[] seconds(double... seconds) {
    return java.util.Arrays.stream(seconds)
        .mapToObj(value -> Duration.ofMillis(Math.round(value * 1000)))
        .flatMap(Stream::of)
        .toArray(Duration[]::new);
  }
}

package io.farmsync.ndvi.job.kafka;

import io.farmsync.platform.upstream.HostState;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.schemas.EngineState;
import io.farmsync.schemas.EngineState.Breaker;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Tells readers whether the engine reaches its upstreams: soon after that has changed, and now and
 * then in between. What cannot be told, because the broker is away, the next look tells.
 */
final class EngineTeller implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EngineTeller.class);
  private static final String ENGINE = "stac";
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration TELL_AT_LEAST_EVERY = Duration.ofMinutes(1);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final JsonSerde<EngineState> SERDE = JsonSerde.of(Topics.NDVI_ENGINES);

  private final Map<String, Object> producerConfig;
  private final Upstream upstream;
  private final int failuresToOpen;
  private final Duration openFor;
  private final Clock clock;
  private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable EngineState told;

  EngineTeller(
      Map<String, Object> producerConfig,
      Upstream upstream,
      int failuresToOpen,
      Duration openFor,
      Clock clock) {
    this.producerConfig = producerConfig;
    this.upstream = upstream;
    this.failuresToOpen = failuresToOpen;
    this.openFor = openFor;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    var config = new HashMap<>(producerConfig);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) FAREWELL.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    scheduler.setThreadNamePrefix("ndvi-engine-");
    var _ = scheduler.scheduleWithFixedDelay(this::look, LOOK_EVERY);
  }

  @Override
  public void stop() {
    scheduler.close();
    synchronized (this) {
      if (producer != null) {
        producer.close(FAREWELL);
        producer = null;
      }
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return producer != null;
  }

  private synchronized void look() {
    Instant now = clock.instant();
    EngineState state = state(now);
    if (producer == null || (told != null && isSame(told, state))) {
      return;
    }
    told = state;
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topics.NDVI_ENGINES.name(),
                ENGINE.getBytes(StandardCharsets.UTF_8),
                SERDE.write(state)),
            (_, failure) -> {
              if (failure != null) {
                LOG.warn("State of the engine could not be told: {}", failure.toString());
                forget(state);
              }
            });
  }

  private synchronized void forget(EngineState untold) {
    told = untold.equals(told) ? null : told;
  }

  private static boolean isSame(EngineState told, EngineState state) {
    return told.state() == state.state()
        && told.failureCount() == state.failureCount()
        && Duration.between(told.toldAt(), state.toldAt()).compareTo(TELL_AT_LEAST_EVERY) < 0;
  }

  private EngineState state(Instant now) {
    var hosts = upstream.hosts();
    Optional<HostState> worst =
        hosts.stream()
            .max(
                Comparator.comparingInt((HostState host) -> badness(breaker(host)))
                    .thenComparingInt(HostState::failures));
    return new EngineState(
        ENGINE,
        worst.map(EngineTeller::breaker).orElse(Breaker.CLOSED),
        worst.map(HostState::failures).orElse(0),
        failuresToOpen,
        openFor.toSeconds(),
        hosts.stream()
            .flatMap(host -> host.lastFailure().stream())
            .max(Comparator.naturalOrder())
            .orElse(null),
        now);
  }

  private static Breaker breaker(HostState host) {
    return Breaker.valueOf(host.breaker().toUpperCase(Locale.ROOT));
  }

  private static int badness(Breaker breaker) {
    return switch (breaker) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}

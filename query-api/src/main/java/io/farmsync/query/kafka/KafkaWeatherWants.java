package io.farmsync.query.kafka;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.weather.WeatherWants;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.WeatherWanted;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends wants from one thread of its own; a read never waits. What fails is counted and forgotten,
 * so that the next read asks again. A want sent twice costs nothing: the cells topology asks nobody
 * for what is on its way.
 */
final class KafkaWeatherWants implements WeatherWants, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(KafkaWeatherWants.class);
  private static final JsonSerde<WeatherWanted> WANTS = JsonSerde.of(Topics.WEATHER_WANTED);
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

  private record Want(WeatherWanted wanted, Origin origin) {}

  /** What a want is for, whenever it was said. */
  private record Subject(String cell, WeatherRequest.@Nullable Days days) {
    static Subject of(WeatherWanted wanted) {
      return new Subject(wanted.cell(), wanted.days());
    }
  }

  private final KafkaSettings settings;
  private final WantProperties properties;
  private final BlockingQueue<Want> waiting;
  private final Cache<Subject, Boolean> recent;
  private final Counter queued;
  private final Counter refused;
  private @Nullable Thread sender;
  private volatile boolean running;

  KafkaWeatherWants(KafkaSettings settings, WantProperties properties, MeterRegistry meters) {
    this.settings = settings;
    this.properties = properties;
    this.waiting = new ArrayBlockingQueue<>(properties.waiting());
    this.recent =
        Caffeine.newBuilder()
            .maximumSize(properties.remembered())
            .expireAfterWrite(properties.rememberedFor())
            .build();
    this.queued = meters.counter("query_weather_wants_total", "outcome", "queued");
    this.refused = meters.counter("query_weather_wants_total", "outcome", "refused");
  }

  @Override
  public boolean isUnderWay(WeatherWanted wanted) {
    return recent.getIfPresent(Subject.of(wanted)) != null;
  }

  @Override
  public void submit(WeatherWanted wanted, Origin origin) {
    if (recent.asMap().putIfAbsent(Subject.of(wanted), true) != null) {
      return;
    }
    if (!running || !waiting.offer(new Want(wanted, origin))) {
      refuse(wanted, running ? properties.waiting() + " wants are waiting already" : "not running");
    }
  }

  @Override
  public void start() {
    running = true;
    sender = Thread.ofPlatform().name("query-weather-wants").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    var stopping = sender;
    if (stopping != null) {
      try {
        stopping.join(LONGEST_FAREWELL);
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
    try (var producer =
        new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      while (running || !waiting.isEmpty()) {
        var want = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (want != null) {
          send(producer, want);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Want want) {
    try {
      // the callback tells the outcome
      var _ =
          producer.send(
              record(want),
              (_, failure) -> {
                if (failure == null) {
                  queued.increment();
                } else {
                  refuse(want.wanted(), failure.toString());
                }
              });
    } catch (KafkaException e) {
      refuse(want.wanted(), e.toString());
    }
  }

  private void refuse(WeatherWanted wanted, String reason) {
    refused.increment();
    recent.invalidate(Subject.of(wanted));
    log.warn("the weather of {} could not be asked for: {}", wanted.cell(), reason);
  }

  private static ProducerRecord<byte[], byte[]> record(Want want) {
    var wanted = want.wanted();
    var cause = new Cause(want.origin().traceParent(), want.origin().requestId(), null, null);
    var id = wanted.cell() + "/" + want.origin().requestId() + "/" + wanted.wantedAt();
    return new ProducerRecord<>(
        Topics.WEATHER_WANTED.name(),
        null,
        wanted.cell().getBytes(StandardCharsets.UTF_8),
        WANTS.write(wanted),
        new EventHeaders(id, "/query-api", "weather.wanted.v1", wanted.wantedAt(), cause)
            .of(Topics.WEATHER_WANTED));
  }

  private Map<String, Object> config() {
    var config = settings.producer("query-api-weather-wants");
    int block = (int) properties.maxBlock().toMillis();
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, block);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, block);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, block / 2);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }
}

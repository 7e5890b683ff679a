package io.farmsync.weather.worker;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.weather.provider.Answers;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.provider.WeatherProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes requests for one provider, many at once, and publishes how each ended. Offsets move after
 * the answers are acknowledged: a crash repeats requests and loses none, and a repeated answer
 * changes nothing. A request that cannot be read, or that the provider's code fails on, goes to
 * {@code weather-requests-dlt}.
 */
final class RequestWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RequestWorker.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_KAFKA_ERROR = Duration.ofSeconds(1);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);
  private static final Duration LONGEST_WORK = Duration.ofMinutes(10);
  private static final JsonSerde<WeatherRequest> REQUESTS = JsonSerde.of(Topics.WEATHER_REQUESTS);

  private final WeatherProvider provider;
  private final KafkaSettings kafka;
  private final WorkerSettings settings;
  private final Clock clock;
  private final AnswerPublisher publisher;
  private final Recently recently = new Recently();
  private final String name;
  private @Nullable Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile CountDownLatch stopping = new CountDownLatch(0);

  RequestWorker(
      WeatherProvider provider,
      KafkaSettings kafka,
      WorkerSettings settings,
      AnswerPublisher publisher,
      Clock clock) {
    this.provider = provider;
    this.kafka = kafka;
    this.settings = settings;
    this.publisher = publisher;
    this.clock = clock;
    this.name = settings.groupPrefix() + "-" + provider.name().wireName();
  }

  @Override
  public void start() {
    stopping = new CountDownLatch(1);
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Lets a running call end if it does so soon, so that the group learns of the leaving at once.
   */
  @Override
  public void stop() {
    stopping.countDown();
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    var working = thread;
    if (working != null) {
      try {
        if (!working.join(LONGEST_FAREWELL)) {
          working.interrupt(); // a provider that hangs must not hold up the shutdown
          working.join(LONGEST_FAREWELL);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private void run() {
    while (isRunning()) {
      try (var open =
          new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer = open;
        var quota = new SharedQuota(provider.allowance(), open);
        open.subscribe(List.of(Topics.WEATHER_REQUESTS.name()), quota);
        workUntilStopped(open, quota);
      } catch (WakeupException | InterruptException e) {
        log.debug("{} stops", name);
      } catch (KafkaException e) {
        log.warn("{} starts again from its last commit: {}", name, e.getMessage());
        waitFor(PAUSE_AFTER_KAFKA_ERROR);
      }
    }
  }

  private void workUntilStopped(KafkaConsumer<byte[], byte[]> open, SharedQuota quota) {
    try {
      work(open, quota);
    } finally {
      if (Thread.interrupted()) { // else the consumer could not say goodbye
        log.debug("{} was interrupted", name);
      }
    }
  }

  private void work(KafkaConsumer<byte[], byte[]> open, SharedQuota quota) {
    while (isRunning()) {
      var cells = new LinkedHashMap<Place, Asked>();
      for (var record : open.poll(POLL)) {
        read(record, cells);
      }
      var all = List.copyOf(cells.values());
      for (int from = 0; from < all.size(); from += provider.batchSize()) {
        answer(all.subList(from, Math.min(all.size(), from + provider.batchSize())), quota);
      }
      publisher.flush();
      open.commitSync(quota.commit());
      if (all.size() > settings.gatherAbove()) {
        waitFor(settings.gather());
      }
    }
  }

  /** A request with the record it came in. */
  private record Asked(WeatherRequest request, ConsumerRecord<byte[], byte[]> record) {}

  private void read(ConsumerRecord<byte[], byte[]> record, Map<Place, Asked> cells) {
    try {
      var request = REQUESTS.read(record.value());
      if (request != null
          && provider.name() == askedProvider(request)
          && !recently.covers(request)) {
        cells.put(Place.of(request), new Asked(request, record));
      }
    } catch (SerializationException e) {
      // every provider's group reads it; one of them reports it
      if (provider.name() == WeatherReport.Provider.OPEN_METEO) {
        bury(record, "unreadable", String.valueOf(e.getMessage()));
      }
    }
  }

  private static WeatherReport.Provider askedProvider(WeatherRequest request) {
    var asked = request.provider();
    return asked == null ? WeatherReport.Provider.OPEN_METEO : asked;
  }

  private void answer(List<Asked> batch, SharedQuota quota) {
    var now = clock.instant();
    if (!quota.allows(batch.size(), now)) {
      postpone(batch, now);
      return;
    }
    for (var asked : batch) {
      quota.spend(new TopicPartition(asked.record().topic(), asked.record().partition()), now);
    }
    answer(batch);
  }

  /** The next hour may have room, or the day may be over by then. */
  private void postpone(List<Asked> batch, Instant now) {
    var failure =
        new WeatherAnswer.Failure(
            WeatherAnswer.Code.PAUSED, "our quota per hour or day is spent", Spent.nextHour(now));
    var answers = new Answers(provider.name(), "UTC");
    for (var asked : batch) {
      publisher.publish(
          answers.failed(Place.of(asked.request()), now, failure), asked.record().headers());
    }
    log.warn("{} is not asked for {} cells: {}", name, batch.size(), failure.message());
  }

  private void answer(List<Asked> batch) {
    List<WeatherAnswer> answers;
    try {
      answers = provider.fetch(batch.stream().map(asked -> Place.of(asked.request())).toList());
    } catch (RuntimeException e) {
      if (!isRunning()) {
        throw new WakeupException();
      }
      failedOn(batch, e);
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      recently.note(answers.get(i));
      publisher.publish(answers.get(i), batch.get(i).record().headers());
    }
    report(answers);
  }

  /**
   * A fault of our own code. One by one, so that a single request cannot take its neighbours along.
   */
  private void failedOn(List<Asked> batch, RuntimeException e) {
    if (batch.size() > 1) {
      batch.forEach(asked -> answer(List.of(asked)));
      return;
    }
    log.error("{} fails on cell {}", name, batch.getFirst().request().cell(), e);
    bury(batch.getFirst().record(), "worker_failed", e.toString());
  }

  private void bury(ConsumerRecord<byte[], byte[]> record, String code, String reason) {
    log.error(
        "record {}-{}@{} goes to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        Topics.WEATHER_REQUESTS.deadLetters(),
        reason);
    publisher.bury(new DeadLetter(name, code, reason, 1), record);
  }

  private void report(List<WeatherAnswer> answers) {
    var reasons = new ArrayList<WeatherAnswer.Failure>();
    for (var answer : answers) {
      if (answer.failure() != null) {
        reasons.add(answer.failure());
      }
    }
    if (!reasons.isEmpty()) {
      log.warn(
          "{} gave no weather for {} of {} cells: {}",
          provider.name().wireName(),
          reasons.size(),
          answers.size(),
          reasons.getFirst().message());
    }
  }

  private void waitFor(Duration time) {
    try {
      if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        log.debug("{} stops", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> config() {
    var config = kafka.consumer(name);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, name);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5 * provider.batchSize());
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_WORK.toMillis());
    return config;
  }
}

package io.farmsync.ndvi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.Backlog;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.plan.Schedule;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviRequest.Reason;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NdviTopologyTest {
  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final int PER_TENANT = 3;
  private static final Duration LEASE = Duration.ofDays(30);

  /** By index, as the listener heard it last. */
  private final Map<String, Integer> stale = new HashMap<>();

  private TopologyTestDriver driver =
      driver(new BackfillPolicy(120, 121, List.of("ndvi"), 90, 7), PER_TENANT);

  @AfterEach
  void close() {
    driver.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTERED", "BOUNDARY_CHANGED", "RESTORED"})
  void newOrMovedFarmMakesOneRequestAndTheSameJobQueued(FarmEvent.Type type) {
    send(event(type, 3));

    NdviRequest request = requests().toList().getFirst();
    assertThat(request.externalFarmId()).isEqualTo(FARM);
    assertThat(request.farmVersion()).isEqualTo(3);
    assertThat(request.tenant()).isEqualTo("tenant-one");
    assertThat(request.start()).isEqualTo(LocalDate.of(2025, 11, 1));
    assertThat(request.end()).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(request.geometry()).isNotNull();
    assertThat(request.reason())
        .isEqualTo(
            switch (type) {
              case REGISTERED -> Reason.REGISTERED;
              case BOUNDARY_CHANGED -> Reason.BOUNDARY;
              default -> Reason.RESTORED;
            });
    assertThat(jobs().filter(job -> job.status() == Status.QUEUED).toList().getLast())
        .isEqualTo(NdviJob.queued(request));
  }

  @ParameterizedTest
  @EnumSource(names = {"RENAMED", "OWNER_CHANGED", "RETIRED", "PURGED"})
  void otherEventsMakeNone(FarmEvent.Type type) {
    send(event(type, 2));

    assertThat(requests()).isEmpty();
    assertThat(jobs()).isEmpty();
  }

  @Test
  void picturesOfAPurgedFarmAreErasedAlsoThoseThatComeLate() {
    String own = FARM + "|2026-02-27|ndvi|stac|512|30";
    String others = "0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f61|2026-02-27|ndvi|stac|512|30";
    picture(own, "{}");
    picture(own.replace("512", "128"), "{}");
    picture(own.replace("512", "128"), null);
    picture(others, "{}");
    send(event(FarmEvent.Type.RETIRED, 2));
    assertThat(erased()).isEmpty();
    send(event(FarmEvent.Type.PURGED, 3));
    assertThat(erased()).containsExactly(own);
    picture(own, null);
    picture(own.replace("ndvi", "ndwi"), "{}");
    picture(others, "{}");
    assertThat(erased()).containsExactly(own.replace("ndvi", "ndwi"));
  }

  private void picture(String key, @Nullable String value) {
    driver
        .createInputTopic(
            Topics.NDVI_RASTERS.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> erased() {
    return driver
        .createOutputTopic(
            Topics.NDVI_RASTERS.name(), new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .filter(record -> record.value() == null)
        .map(TestRecord::key)
        .toList();
  }

  @Test
  void eventReadTwiceMakesItsJobsOnce() {
    send(event(FarmEvent.Type.REGISTERED, 1));
    send(event(FarmEvent.Type.REGISTERED, 1));

    assertThat(requests()).hasSize(1);
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void orderWaitsForItsTurnAndGoesWhenAnotherEnds() {
    for (int i = 0; i < PER_TENANT + 1; i++) {
      order("order-" + i, 1);
    }
    assertThat(requests().map(NdviRequest::jobId)).containsExactly("order-0", "order-1", "order-2");

    end("order-1");
    end("order-1"); // heard twice

    assertThat(requests().map(NdviRequest::jobId)).containsExactly("order-3");
    assertThat(jobs()).as("whoever orders tells readers").isEmpty();
  }

  @Test
  void sameOrderIsTakenOnceWhileItIsOpen() {
    order("order-1", 1);
    order("order-1", 1);
    assertThat(requests()).hasSize(1);

    end("order-1");
    order("order-1", 1);
    assertThat(requests()).hasSize(1);
  }

  @Test
  void movedFarmEndsWhatWaitsForItsOldBoundary() {
    send(event(FarmEvent.Type.REGISTERED, 1));
    for (int i = 0; i < PER_TENANT; i++) {
      order("order-" + i, 1);
    }
    requests();
    jobs();

    send(event(FarmEvent.Type.BOUNDARY_CHANGED, 2));

    assertThat(jobs().filter(job -> job.status() == Status.FAILED))
        .singleElement()
        .satisfies(job -> {
          assertThat(job.id()).isEqualTo("order-2");
          assertThat(job.lastError()).isEqualTo("superseded");
          assertThat(job.finishedAt()).isNotNull();
        });
  }

  @Test
  void retiredFarmEndsWhatWaitsAndTakesNoOrders() {
    send(event(FarmEvent.Type.REGISTERED, 1));
    for (int i = 0; i < PER_TENANT; i++) {
      order("order-" + i, 1);
    }
    requests();
    jobs();

    send(event(FarmEvent.Type.RETIRED, 2));
    order("late", 2);

    assertThat(jobs().filter(job -> job.status() == Status.FAILED).map(NdviJob::id))
        .containsExactly("order-2", "late");
    assertThat(requests()).isEmpty();
  }

  @Test
  void jobWhoseEndIsNeverHeardOfIsGivenUp() {
    order("lost", 1);
    driver.advanceWallClockTime(LEASE.plusMinutes(1));

    assertThat(jobs())
        .singleElement()
        .satisfies(job -> {
          assertThat(job.status()).isEqualTo(Status.FAILED);
          assertThat(job.lastError()).isEqualTo("max_retries_exceeded");
        });
  }

  @Test
  void everyActiveFarmIsLookedAtOnceADayAndARetiredOneIsNot() {
    send(event(FarmEvent.Type.REGISTERED, 1));
    end(requests().toList().getFirst());
    jobs();

    driver.advanceWallClockTime(Duration.ofDays(1));

    NdviRequest daily = requests().toList().getFirst();
    assertThat(daily.reason()).isEqualTo(Reason.DAILY);
    assertThat(daily.jobType()).isEqualTo(JobType.REFRESH_LATEST);
    assertThat(daily.start()).isEqualTo(daily.end().minusDays(14));
    assertThat(jobs()).singleElement().isEqualTo(NdviJob.queued(daily));
    driver.advanceWallClockTime(Duration.ofMinutes(10));
    assertThat(requests()).as("once").isEmpty();

    end(daily);
    driver.advanceWallClockTime(Duration.ofDays(1));
    end(requests().toList().getFirst());

    send(event(FarmEvent.Type.RETIRED, 2));
    driver.advanceWallClockTime(Duration.ofDays(2));
    assertThat(requests()).isEmpty();
  }

  @Test
  void orderThatCannotBeReadIsADeadLetter() {
    driver
        .createInputTopic(
            Topics.NDVI_ORDERS.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput("a", "{}".getBytes(StandardCharsets.UTF_8));
    order("good", 1);

    assertThat(
            driver
                .createOutputTopic(
                    Topics.NDVI_ORDERS.deadLetters(),
                    new StringDeserializer(),
                    new ByteArrayDeserializer())
                .readRecordsToList())
        .singleElement()
        .satisfies(letter ->
            assertThat(EventHeaders.value(letter.headers(), DeadLetter.TOPIC))
                .isEqualTo("ndvi-orders"));
    assertThat(requests()).hasSize(1);
  }

  @Test
  void farmWithoutAValueOfTheLastDaysIsCountedAsStale() {
    send(event(FarmEvent.Type.REGISTERED, 1));
    NdviJob job = NdviJob.queued(requests().toList().getFirst());
    lookAtTheClock();
    assertThat(stale).containsExactly(Map.entry("ndvi", 1));

    send(Topics.NDVI_ENDS, job.withNewestValue(LocalDate.of(2026, 2, 14)));
    lookAtTheClock();
    assertThat(stale).as("15 days old").containsEntry("ndvi", 1);

    send(Topics.NDVI_ENDS, job.withNewestValue(LocalDate.of(2026, 2, 20)));
    send(Topics.NDVI_ENDS, job.withNewestValue(LocalDate.of(2026, 1, 20)));
    lookAtTheClock();
    assertThat(stale).as("9 days old, whatever an older window says").containsEntry("ndvi", 0);

    send(event(FarmEvent.Type.BOUNDARY_CHANGED, 2));
    send(Topics.NDVI_ENDS, job.withNewestValue(LocalDate.of(2026, 2, 28)));
    lookAtTheClock();
    assertThat(stale).as("what was measured is another field").containsEntry("ndvi", 1);

    send(event(FarmEvent.Type.RETIRED, 3));
    lookAtTheClock();
    assertThat(stale).containsEntry("ndvi", 0);
  }

  @Test
  void longBackfillIsCutIntoConsecutiveWindowsAShortOneFirst() {
    driver.close();
    driver = driver(new BackfillPolicy(800, 30, List.of("ndvi", "ndwi"), 90, 7), 100);

    send(event(FarmEvent.Type.REGISTERED, 1));

    List<NdviRequest> requests = requests().toList();
    assertThat(requests).hasSize(8);
    assertThat(requests.subList(0, 2))
        .as("the newest days of every index first")
        .allSatisfy(request -> assertThat(request.start()).isEqualTo(LocalDate.of(2026, 1, 31)));
    List<NdviRequest> ndvi =
        requests.stream().filter(request -> request.index().equals("ndvi")).toList();
    assertThat(ndvi.getFirst().end()).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(ndvi.getLast().start()).isEqualTo(LocalDate.of(2026, 3, 1).minusDays(800));
    for (int i = 0; i < ndvi.size(); i++) {
      assertThat(ndvi.get(i).start().plusDays(369)).isAfterOrEqualTo(ndvi.get(i).end());
      assertThat(i == 0 ? ndvi.get(0).end().plusDays(1) : ndvi.get(i - 1).start())
          .isEqualTo(ndvi.get(i).end().plusDays(1));
    }
  }

  @Test
  void recordsCarryTheCauseOfTheEvent() {
    send(event(FarmEvent.Type.REGISTERED, 1));

    TestRecord<String, byte[]> request =
        driver
            .createOutputTopic(
                Topics.NDVI_REQUESTS.name(), new StringDeserializer(), new ByteArrayDeserializer())
            .readRecord();
    assertThat(request.key()).isEqualTo(FARM.toString());
    assertThat(EventHeaders.value(request.headers(), EventHeaders.TYPE))
        .isEqualTo("ndvi.requested.v1");
    assertThat(EventHeaders.value(request.headers(), EventHeaders.REQUEST_ID))
        .isEqualTo("request-1");
    assertThat(EventHeaders.value(request.headers(), EventHeaders.TENANT)).isEqualTo("tenant-one");
    assertThat(EventHeaders.value(request.headers(), EventHeaders.FARM_VERSION)).isEqualTo("1");
  }

  @Test
  void recordThatCannotBeReadIsADeadLetterAndTheNextIsRead() {
    input().pipeInput("a", "{\"broken".getBytes(StandardCharsets.UTF_8));
    input().pipeInput("b", "{\"event_id\": 5}".getBytes(StandardCharsets.UTF_8));
    input().pipeInput(new TestRecord<>("c", null));
    send(event(FarmEvent.Type.REGISTERED, 1));

    List<TestRecord<String, byte[]>> letters =
        driver
            .createOutputTopic(
                Topics.FARM_EVENTS.deadLetters(),
                new StringDeserializer(),
                new ByteArrayDeserializer())
            .readRecordsToList();
    assertThat(letters).extracting(TestRecord::key).containsExactly("a", "b", "c");
    assertThat(letters.getFirst().value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"broken");
    assertThat(letters)
        .allSatisfy(letter -> {
          assertThat(EventHeaders.value(letter.headers(), DeadLetter.TOPIC))
              .isEqualTo("farm-events");
          assertThat(EventHeaders.value(letter.headers(), DeadLetter.CODE))
              .isEqualTo("undecodable");
          assertThat(EventHeaders.value(letter.headers(), DeadLetter.REASON)).isNotBlank();
        });
    assertThat(requests()).hasSize(1);
  }

  private void order(String id, long version) {
    FarmEvent farm = event(FarmEvent.Type.REGISTERED, version);
    var request =
        new NdviRequest(
            id,
            FARM,
            "tenant-one",
            version,
            "ndvi",
            "stac",
            JobType.GAP_FILL,
            Reason.GAP_FILL,
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2026, 3, 1),
            7,
            90,
            null,
            farm.farm().bbox(),
            null,
            NOON);
    send(Topics.NDVI_ORDERS, request);
  }

  private void end(String id) {
    NdviRequest any =
        new JobPlanner(new BackfillPolicy(1, 1, List.of("ndvi"), 90, 7))
            .plan(event(FarmEvent.Type.REGISTERED, 1))
            .getFirst();
    end(id, NdviJob.queued(any));
  }

  private void end(NdviRequest request) {
    end(request.jobId(), NdviJob.queued(request));
  }

  private void end(String id, NdviJob job) {
    send(
        Topics.NDVI_ENDS,
        new NdviJob(
            id,
            job.externalFarmId(),
            job.tenant(),
            job.farmVersion(),
            job.index(),
            job.engine(),
            job.jobType(),
            Status.SUCCESS,
            job.start(),
            job.end(),
            job.stepDays(),
            job.maxCloud(),
            job.lookbackDays(),
            job.createdAt(),
            job.createdAt(),
            job.createdAt(),
            1,
            null));
  }

  private void lookAtTheClock() {
    driver.advanceWallClockTime(Duration.ofMinutes(1));
  }

  private <V> void send(Topic<V> topic, V value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(FARM.toString(), JsonSerde.of(topic).write(value));
  }

  private static FarmEvent event(FarmEvent.Type type, long version) {
    return Farms.event(FARM, type, version, NOON, "fields/pajottenland.geojson", "pj-01");
  }

  private void send(FarmEvent event) {
    var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
    headers.add(EventHeaders.REQUEST_ID, "request-1".getBytes(StandardCharsets.UTF_8));
    headers.add(EventHeaders.TYPE, event.type().wireName().getBytes(StandardCharsets.UTF_8));
    input()
        .pipeInput(
            new TestRecord<>(
                event.externalFarmId().toString(),
                JsonSerde.of(Topics.FARM_EVENTS).write(event),
                headers,
                NOON));
  }

  private TestInputTopic<String, byte[]> input() {
    return driver.createInputTopic(
        Topics.FARM_EVENTS.name(), new StringSerializer(), new ByteArraySerializer());
  }

  private Stream<NdviRequest> requests() {
    return read(Topics.NDVI_REQUESTS);
  }

  private Stream<NdviJob> jobs() {
    return read(Topics.NDVI_JOBS);
  }

  private <V> Stream<V> read(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
        .readValuesToList()
        .stream()
        .map(bytes -> Objects.requireNonNull(JsonSerde.of(topic).read(bytes)));
  }

  private TopologyTestDriver driver(BackfillPolicy policy, int perTenant) {
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "ndvi-trigger-test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    NdviTopology.addTo(
        builder,
        new Dispatching(
            new JobPlanner(policy),
            new Backlog.Limits(perTenant, 5 * perTenant, LEASE, 1000),
            List.of(
                new Schedule(
                    "ndvi",
                    JobType.REFRESH_LATEST,
                    List.of(LocalTime.of(3, 15)),
                    Optional.empty(),
                    ZoneId.of("Africa/Nairobi"),
                    Duration.ofHours(2),
                    14)),
            policy.indices(),
            14,
            Duration.ofMinutes(1),
            100,
            listener()));
    return new TopologyTestDriver(builder.build(), config, NOON);
  }

  private BacklogListener listener() {
    return new BacklogListener() {
      @Override
      public void backlog(int waiting, int released) {}

      @Override
      public void stale(String index, int farms) {
        stale.put(index, farms);
      }

      @Override
      public void ended(String code) {}

      @Override
      public void refused() {}
    };
  }
}

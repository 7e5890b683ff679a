package io.farmsync.ndvi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.job.BackfillPolicy;
import io.farmsync.ndvi.job.JobPlanner;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviRequest.Reason;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NdviTopologyTest {
  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private TopologyTestDriver driver = driver(new BackfillPolicy(120, List.of("ndvi"), 90, 7));

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
    assertThat(jobs()).singleElement().isEqualTo(NdviJob.queued(request));
  }

  @ParameterizedTest
  @EnumSource(names = {"RENAMED", "OWNER_CHANGED", "RETIRED"})
  void otherEventsMakeNone(FarmEvent.Type type) {
    send(event(type, 2));

    assertThat(requests()).isEmpty();
    assertThat(jobs()).isEmpty();
  }

  @Test
  void sameEventReadTwiceMakesTheSameJobId() {
    send(event(FarmEvent.Type.REGISTERED, 1));
    send(event(FarmEvent.Type.REGISTERED, 1));
    send(event(FarmEvent.Type.BOUNDARY_CHANGED, 2));

    assertThat(requests().map(NdviRequest::jobId).distinct()).hasSize(2);
  }

  @Test
  void longBackfillIsCutIntoConsecutiveWindowsOfAtMost370Days() {
    driver.close();
    driver = driver(new BackfillPolicy(800, List.of("ndvi", "ndwi"), 90, 7));

    send(event(FarmEvent.Type.REGISTERED, 1));

    List<NdviRequest> requests = requests().toList();
    assertThat(requests).hasSize(6);
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

  private static FarmEvent event(FarmEvent.Type type, long version) {
    return Farms.event(FARM, type, version, NOON, "fields/pajottenland.geojson", "pj-01");
  }

  private void send(FarmEvent event) {
    var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
    headers.add(EventHeaders.REQUEST_ID, "request-1".getBytes(StandardCharsets.UTF_8));
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

  private static TopologyTestDriver driver(BackfillPolicy policy) {
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "ndvi-trigger-test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    NdviTopology.addTo(builder, new JobPlanner(policy));
    return new TopologyTestDriver(builder.build(), config);
  }
}

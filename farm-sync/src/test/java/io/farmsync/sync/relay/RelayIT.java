package io.farmsync.sync.relay;

import static io.farmsync.sync.relay.RelayWorld.eventually;
import static io.farmsync.sync.relay.RelayWorld.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.sync.relay.RelayStatus.Active;
import io.farmsync.sync.relay.RelayStatus.Standby;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** One history for all tests: each adds farms of its own. */
class RelayIT {
  @TempDir static Path folder;
  private static RelayWorld world;

  private final UUID farm = UUID.randomUUID();

  @BeforeAll
  static void startWorld() {
    world = new RelayWorld(folder, EmbeddedPlatform.shared().postgres());
  }

  @AfterAll
  static void stopWorld() {
    world.close();
  }

  @Test
  void anEventArrivesAsItWasWrittenWithItsHeadersAndItsState() throws Exception {
    UUID event = UUID.randomUUID();
    try (var relay = world.startRelay().untilActive()) {
      world.execute(
          """
          insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
            occurred_at, payload, headers)
          values ('%s', '%s', 1, 'green', 'farm.registered.v1', '2026-05-01T10:00:00.5Z',
            '{"name": "Grüne Wiese",  "farm": {"area_ha": 1.50}, "version": 1}',
            '{"traceparent": "00-aa-bb-01", "request_id": "req-1", "origin": "batch"}')
          """
              .formatted(event, farm));
      eventually(() -> assertThat(read("farms")).hasSize(1));

      var fact = read("farm-events").getFirst();
      assertThat(text(fact))
          .isEqualTo("{\"name\": \"Grüne Wiese\",  \"farm\": {\"area_ha\": 1.50}, \"version\": 1}");
      assertThat(header(fact, "ce_id")).isEqualTo(event.toString());
      assertThat(header(fact, "ce_source")).isEqualTo("/farm-sync");
      assertThat(header(fact, "ce_type")).isEqualTo("farm.registered.v1");
      assertThat(header(fact, "ce_specversion")).isEqualTo("1.0");
      assertThat(header(fact, "ce_time")).isEqualTo("2026-05-01T10:00:00.500Z");
      assertThat(header(fact, "ce_dataschema")).endsWith("farm-event.v2");
      assertThat(header(fact, "content-type")).isEqualTo("application/json");
      assertThat(header(fact, "traceparent")).isEqualTo("00-aa-bb-01");
      assertThat(header(fact, "request_id")).isEqualTo("req-1");
      assertThat(header(fact, "origin")).isEqualTo("batch");
      assertThat(header(fact, "tenant")).isEqualTo("green");
      assertThat(header(fact, "farm_version")).isEqualTo("1");

      var state = read("farms").getFirst();
      assertThat(text(state)).isEqualTo("{\"area_ha\": 1.50}");
      assertThat(header(state, "ce_dataschema")).endsWith("farm.v1");
      assertThat(header(state, "farm_version")).isEqualTo("1");
      assertThat(relay.bean(MeterRegistry.class).get("relay.delay").timer().count()).isEqualTo(1);
    }
  }

  @Test
  void credentialsArriveAndAreRemovedByATombstone() throws Exception {
    String subject = "client-" + farm;
    try (var _ = world.startRelay().untilActive()) {
      world.appendCredential(subject, "'{\"type\":\"client\"}'");
      world.appendCredential(subject, "null");
      eventually(() -> assertThat(world.read("credentials", subject)).hasSize(2));
      var records = world.read("credentials", subject);
      assertThat(text(records.getFirst())).isEqualTo("{\"type\":\"client\"}");
      assertThat(records.getLast().value()).isNull();
    }
  }

  @Test
  void rolledBackRowsNeverArrive() throws Exception {
    UUID other = UUID.randomUUID();
    try (var _ = world.startRelay().untilActive();
        Connection connection = world.database().connect()) {
      connection.setAutoCommit(false);
      RelayWorld.append(connection, farm, 1);
      connection.rollback();
      RelayWorld.append(connection, other, 1);
      connection.commit();
      eventually(() -> assertThat(world.published(other)).containsExactly(1L));
      assertThat(world.published(farm)).isEmpty();
    }
  }

  @Test
  void aTransactionIsNotReadByHalves() throws Exception {
    try (var _ = world.startRelay().untilActive()) {
      world.append(farm, 1, 5000); // more than two batches
      eventually(() -> assertThat(world.published(farm)).isNotEmpty());
      assertThat(world.published(farm)).hasSize(5000).isSorted();
    }
  }

  @Test
  void aRestartRepeatsAndLosesNothing() throws Exception {
    try (var _ = world.startRelay().untilActive()) {
      world.append(farm, 1);
      eventually(() -> assertThat(world.published(farm)).containsExactly(1L));
    }
    world.append(farm, 2);
    try (var _ = world.startRelay().untilActive()) {
      world.append(farm, 3);
      eventually(() -> assertThat(world.published(farm)).containsExactly(1L, 2L, 3L));
    }
  }

  @Test
  void aSecondInstanceStandsByAndTakesOver() throws Exception {
    try (var first = world.startRelay().untilActive();
        var second = world.startRelay()) {
      eventually(() -> assertThat(second.status()).isInstanceOf(Standby.class));
      assertThat(second.health().getStatus()).isEqualTo(Status.UP);
      world.append(farm, 1);
      eventually(() -> assertThat(world.published(farm)).containsExactly(1L));
      first.stop();
      world.append(farm, 2);
      eventually(() -> assertThat(second.status()).isInstanceOf(Active.class));
      eventually(() -> assertThat(world.published(farm)).containsExactly(1L, 2L));
    }
  }

  @Test
  void theHeartbeatLetsTheSlotForgetTheLogOfOtherTables() throws Exception {
    try (var relay = world.startRelay().untilActive()) {
      world.execute(
          "create table elsewhere as select repeat('x', 1000) from generate_series(1, 9000)");
      eventually(() -> {
        relay.bean(Relay.class).beat();
        world.execute("checkpoint");
        relay.bean(Relay.class).measure();
        assertThat(relay.bean(MeterRegistry.class).get("relay.slot.lag").gauge().value())
            .isBetween(0.0, 1_000_000.0);
      });
    }
  }

  private List<ConsumerRecord<String, byte[]>> read(String topic) {
    return world.read(topic, farm.toString());
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), UTF_8);
  }
}

package io.farmsync.sync.relay;

import static io.farmsync.sync.relay.RelayWorld.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.sync.relay.RelayStatus.Stopped;
import io.farmsync.sync.relay.RelayStatus.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** What happens when broker, slot, topics or database are not as the relay left them. */
class RelayRecoveryIT {
  private static final UUID FARM = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID OTHER_FARM = UUID.fromString("00000000-0000-4000-8000-000000000002");

  @TempDir Path folder;
  private RelayWorld world;

  @BeforeEach
  void startWorld() {
    world = new RelayWorld(folder, EmbeddedPlatform.shared().postgres());
  }

  @AfterEach
  void stopWorld() throws Exception {
    world.close();
    world.dropSlot();
  }

  @Test
  void rowsOfBeforeTheFirstStartAreNotForgotten() throws Exception {
    world.append(FARM, 1);
    world.append(FARM, 2);
    world.appendCredential("client-1", "'{\"active\":true}'");
    world.appendCredential("client-1", "'{\"active\":false}'");
    try (var _ = world.startRelay().untilActive()) {
      world.append(FARM, 3);
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L, 2L, 3L));
      // The first of the two would have brought the key back to life for a moment.
      assertThat(world.read("credentials", "client-1"))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).asString(UTF_8).contains("false"));
    }
  }

  @Test
  void aLostSlotIsMadeAgainAndTheGapFilledFromTheTable() throws Exception {
    try (var _ = world.startRelay().untilActive()) {
      world.append(FARM, 1);
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L));
    }
    world.dropSlot();
    world.append(FARM, 2);
    world.append(OTHER_FARM, 1);
    try (var relay = world.startRelay().untilActive()) {
      world.append(FARM, 3);
      eventually(() ->
          assertThat(world.published())
              .isEqualTo(Map.of(FARM, List.of(1L, 2L, 3L), OTHER_FARM, List.of(1L))));
      assertThat(relay.bean(MeterRegistry.class).get("relay.caught.up").counter().count())
          .isEqualTo(2);
    }
  }

  @Test
  void topicsThatLostTheirRecordsAreFilledAgain() throws Exception {
    try (var _ = world.startRelay().untilActive()) {
      world.append(FARM, 1);
      world.append(FARM, 2);
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L, 2L));
    }
    world.loseKafka();
    assertThat(world.published()).isEmpty();
    try (var _ = world.startRelay().untilActive()) {
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L, 2L));
    }
  }

  @Test
  void aTopicThatLostItsTailIsNoticedThoughThePositionSurvived() throws Exception {
    try (var _ = world.startRelay().untilActive()) {
      world.append(FARM, 1);
      world.append(FARM, 2);
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L, 2L));
    }
    world.remakeFarmEvents();
    try (var relay = world.startRelay().untilActive()) {
      world.append(FARM, 3);
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L, 2L, 3L));
      assertThat(relay.bean(MeterRegistry.class).get("relay.caught.up").counter().count())
          .isEqualTo(2);
    }
  }

  @Test
  void anotherDatabaseIsRefused() throws Exception {
    try (var _ = world.startRelay().untilActive()) {
      world.append(FARM, 1);
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L));
    }
    world.dropSlot();
    world.use(world.emptyDatabase());
    try (var relay = world.startRelay()) {
      eventually(() -> assertThat(relay.status()).isInstanceOf(Stopped.class));
      assertThat(relay.health().getDetails()).containsEntry("role", "stopped");
      assertThat(String.valueOf(relay.health().getDetails().get("reason")))
          .contains("the stored position belongs to database");
    }
  }

  @Test
  void anEventThatCannotBePublishedStopsTheRelayAndIsNamed() throws Exception {
    try (var relay = world.startRelay().untilActive()) {
      world.execute(
          """
          insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
            occurred_at, payload, headers)
          values ('22222222-2222-4222-8222-222222222222', '%s', 1, 'green', 'farm.registered.v1',
            now(), '{"farm": 1}', '{}')
          """
              .formatted(FARM));
      eventually(() -> assertThat(relay.status()).isInstanceOf(Stopped.class));
      assertThat(relay.status().toString()).contains("22222222-2222-4222-8222-222222222222");
      assertThat(world.published()).isEmpty();
      assertThat(
              relay
                  .bean(MeterRegistry.class)
                  .get("relay.restarts")
                  .tag("cause", "unreadable_row")
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void aBrokerThatIsAwayCostsTimeOnly() throws Exception {
    world.stopBroker();
    try (var relay = world.startRelay()) {
      world.append(FARM, 1);
      eventually(() -> assertThat(relay.status()).isInstanceOf(Waiting.class));
      // Commands are accepted all the same, so the instance stays in service and says what waits.
      assertThat(relay.health().getStatus()).isEqualTo(Status.UP);
      assertThat(relay.health().getDetails())
          .containsEntry("role", "waiting")
          .containsKey("reason");
      world.startBroker();
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L));
      assertThat(relay.untilActive().health().getDetails()).containsEntry("role", "active");

      world.stopBroker();
      world.append(FARM, 2);
      world.startBroker();
      eventually(() -> assertThat(world.published(FARM)).containsExactly(1L, 2L));
    }
  }

  @Test
  void whatIsWrittenWhileTheBrokerIsAwayWaitsInTheDatabaseNotInMemory() throws Exception {
    int events = 30_000;
    Process relay = RelayProcess.start(world.relayProperties(), "192m");
    try {
      world.append(FARM, 1);
      eventually(() -> assertThat(world.publishedCount()).isPositive());
      world.stopBroker();
      // 240 MB, more than its heap.
      for (int first = 2; first < events; first += 3000) {
        world.execute(
            """
            insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
              occurred_at, payload, headers)
            select gen_random_uuid(), '%s', n, 'green', 'farm.renamed.v1', now(),
              '{"farm":{"note":"' || repeat('x', 8000) || '"}}', '{}'
            from generate_series(%d, %d) n
            """
                .formatted(FARM, first, first + 2999));
      }
      world.startBroker();
      await().atMost(Duration.ofMinutes(2)).until(() -> world.publishedCount() > events);
      assertThat(relay.isAlive()).isTrue();
    } finally {
      relay.destroyForcibly().waitFor();
    }
  }
}

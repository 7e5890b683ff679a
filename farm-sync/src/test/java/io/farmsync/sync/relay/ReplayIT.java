package io.farmsync.sync.relay;

import static io.farmsync.sync.relay.RelayWorld.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.sync.relay.Replay.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Each test replays into a topic of its own. A commit returns before the broker has marked every
 * partition as committed, so what was just replayed is readable a moment later.
 */
class ReplayIT {
  private static final UUID FARM = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID OTHER_FARM = UUID.fromString("00000000-0000-4000-8000-000000000002");

  @TempDir static Path folder;
  private static RelayWorld world;

  @BeforeAll
  static void relaySomeEvents() throws Exception {
    world = new RelayWorld(folder, EmbeddedPlatform.shared().postgres());
    try (var _ = world.startRelay().untilActive()) {
      world.execute(
          """
          insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
            occurred_at, payload, headers)
          values (gen_random_uuid(), '%s', 1, 'blue', 'farm.registered.v1', '2026-05-01T10:00:00.5Z',
            '{"name": "Grüne Wiese",  "farm": {"area_ha": 1.50}, "version": 1}',
            '{"traceparent": "00-aa-bb-01", "request_id": "req-1", "origin": "batch"}')
          """
              .formatted(OTHER_FARM));
      world.append(FARM, 1, 2500); // more than two transactions
      eventually(() -> assertThat(world.published(FARM)).hasSize(2500));
    }
  }

  @AfterAll
  static void stopWorld() throws Exception {
    world.dropSlot();
    world.close();
  }

  @Test
  void theCopyIsTheLiveTopicByteForByte() {
    long live = world.publishedCount();
    assertThat(replay("copy", ReplaySelection.ALL).published()).isGreaterThanOrEqualTo(2501);
    eventually(() -> assertThat(texts("copy")).hasSize(2501).isEqualTo(texts("farm-events")));
    assertThat(world.publishedCount()).as("the live topic is as it was").isEqualTo(live);
  }

  @Test
  void aSecondRunAddsWhatHasHappenedSinceAndRepeatsNothing() throws Exception {
    UUID growing = UUID.fromString("00000000-0000-4000-8000-000000000003");
    ReplaySelection oneFarm = farm(growing);
    world.append(growing, 1);
    assertThat(replay("continued", oneFarm)).isEqualTo(new Outcome(1, 0));
    world.append(growing, 2);
    assertThat(replay("continued", oneFarm)).isEqualTo(new Outcome(1, 1));
    assertThat(replay("continued", oneFarm)).isEqualTo(new Outcome(0, 2));
    eventually(() -> assertThat(world.read("continued", growing.toString())).hasSize(2));
  }

  @Test
  void aSelectionIsReplayedAlone() {
    var ofTenant = new ReplaySelection("blue", null, null, null, null, null, null, null);
    assertThat(replay("tenant", ofTenant).published()).isEqualTo(1);
    eventually(() ->
        assertThat(world.read("tenant"))
            .extracting(ConsumerRecord::key)
            .containsExactly(OTHER_FARM.toString()));
    var versions = new ReplaySelection(null, FARM, 5L, 7L, null, null, null, null);
    assertThat(replay("versions", versions).published()).isEqualTo(3);
    eventually(() ->
        assertThat(world.read("versions"))
            .extracting(record -> RelayWorld.header(record, "farm_version"))
            .containsExactly("5", "6", "7"));
  }

  @Test
  void theLiveTopicsAreRefused() {
    for (String live :
        List.of("farm-events", "farms", "credentials", "ndvi-requests-dlt", "farm-relay-offsets")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> replay(live, ReplaySelection.ALL))
          .withMessageContaining("the platform's own");
    }
  }

  @Test
  void anotherSelectionIsNotMixedIntoATopic() {
    replay("taken", farm(OTHER_FARM));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay("taken", ReplaySelection.ALL))
        .withMessageContaining("is a replay of farm " + OTHER_FARM);
  }

  private static ReplaySelection farm(UUID farm) {
    return new ReplaySelection(null, farm, null, null, null, null, null, null);
  }

  private static Outcome replay(String topic, ReplaySelection selection) {
    try (var context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", world.relayProperties()));
      context.register(ReplayConfiguration.class);
      context.refresh();
      try (var target = context.getBean(Replay.Target.Factory.class).open(topic, selection)) {
        return Replay.run(context.getBean(Replay.Source.class), selection, target, _ -> {});
      }
    }
  }

  /** Partition, key, headers in their order, and value of each record. */
  private static List<String> texts(String topic) {
    return world.read(topic).stream()
        .filter(record -> List.of(FARM.toString(), OTHER_FARM.toString()).contains(record.key()))
        .sorted(Comparator.comparingInt(ConsumerRecord::partition))
        .map(ReplayIT::text)
        .toList();
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    var headers = new StringBuilder();
    record
        .headers()
        .forEach(header ->
            headers
                .append(header.key())
                .append('=')
                .append(new String(header.value(), UTF_8))
                .append(';'));
    return record.partition()
        + " "
        + record.key()
        + " "
        + headers
        + Arrays.toString(record.value());
  }
}

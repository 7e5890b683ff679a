package io.farmsync.sync.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPostgres;
import io.farmsync.sync.relay.RelayWorld.RunningRelay;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything is killed at random moments while events are written; then topic and table must agree,
 * row by row. A failure prints its seed: {@code -Drelay.seed=…} repeats the choices, though not the
 * timing.
 */
class RelayCrashIT {
  private static final Logger log = LoggerFactory.getLogger(RelayCrashIT.class);
  private static final Path BINARIES = Path.of("target", "postgres-binaries");
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int PROCESS_KILLS = 2;

  /** The most events between two disturbances; longer runs are {@code ./farm chaos}. */
  private static final int MOST_BETWEEN = 1000;

  private enum Disturbance {
    END_READER,
    END_ALL_SESSIONS,
    FENCE,
    STOP_AND_START,
    KILL_POSTGRES,
    RESTART_BROKER
  }

  private final long seed =
      Long.getLong("relay.seed", ThreadLocalRandom.current().nextLong(1_000_000));
  private final Random random = new Random(seed);

  @TempDir Path folder;
  private EmbeddedPostgres postgres;
  private RelayWorld world;
  private @Nullable RunningRelay relay;

  @BeforeEach
  void startWorld() {
    var settings = new EmbeddedPostgres.Settings(folder.resolve("postgres"), BINARIES, 0);
    postgres = EmbeddedPostgres.start(settings);
    world = new RelayWorld(folder, postgres);
  }

  @AfterEach
  void stopWorld() {
    stopRelay();
    world.close();
    postgres.close();
  }

  @Test
  void nothingIsLostOrRepeatedWhateverIsInterrupted() throws Exception {
    log.info("seed {}", seed);
    relay = world.startRelay();
    try (var _ = Writers.start(world, random)) {
      for (Disturbance disturbance : disturbances()) {
        awaitProgress(random.nextInt(MOST_BETWEEN));
        log.info("{}", disturbance);
        disturb(disturbance);
      }
    }
    assertTopicsEqualTable();
  }

  private void disturb(Disturbance disturbance) throws Exception {
    switch (disturbance) {
      case END_READER -> endSessions("pid in (select active_pid from pg_replication_slots)");
      case END_ALL_SESSIONS -> endSessions("application_name = 'farm-relay'");
      case FENCE -> fence();
      case STOP_AND_START -> {
        stopRelay();
        relay = world.startRelay();
      }
      case KILL_POSTGRES -> kill(ProcessHandle.of(postgres.pid()).orElseThrow());
      case RESTART_BROKER -> {
        world.stopBroker();
        world.startBroker();
      }
    }
  }

  @Test
  void nothingIsLostOrRepeatedWhenTheRelayIsKilled() throws Exception {
    log.info("seed {}", seed);
    try (var _ = Writers.start(world, random)) {
      killOne(); // while it catches up with what was there before it
      world.startRelay().untilActive().stop();
      for (int kill = 0; kill < PROCESS_KILLS; kill++) {
        killOne();
      }
    }
    relay = world.startRelay();
    assertTopicsEqualTable();
  }

  private void killOne() throws Exception {
    Process process = RelayProcess.start(world.relayProperties(), "256m");
    awaitProgress(1 + random.nextInt(MOST_BETWEEN));
    kill(process.toHandle());
  }

  /** Each at least once, the cheap ones often, in random order. */
  private List<Disturbance> disturbances() {
    var all = new ArrayList<Disturbance>();
    for (Disturbance each : Disturbance.values()) {
      switch (each) {
        case KILL_POSTGRES, RESTART_BROKER -> all.add(each);
        case END_READER, END_ALL_SESSIONS -> all.addAll(Collections.nCopies(2, each));
        case FENCE, STOP_AND_START -> all.addAll(Collections.nCopies(3, each));
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  /** A moment that no clock chooses: so many more events are in the topic. */
  private void awaitProgress(long events) {
    long target = world.publishedCount() + events;
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> world.publishedCount() >= target);
  }

  private void endSessions(String condition) {
    whenDatabaseAnswers(() ->
        world.execute("select pg_terminate_backend(pid) from pg_stat_activity where " + condition));
  }

  /** It may be recovering from the kill before. */
  private static void whenDatabaseAnswers(ThrowingRunnable action) {
    await().atMost(DEADLINE).ignoreExceptionsInstanceOf(SQLException.class).untilAsserted(action);
  }

  private void stopRelay() {
    if (relay != null) {
      relay.stop();
    }
  }

  private void fence() {
    Map<String, Object> settings = world.settings().producer("zombie");
    settings.put("transactional.id", "farm-relay");
    try (var zombie =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      zombie.initTransactions();
    }
  }

  private static void kill(ProcessHandle process) throws Exception {
    process.destroyForcibly();
    process.onExit().get();
  }

  private void assertTopicsEqualTable() {
    var stored = new HashMap<UUID, List<Long>>();
    whenDatabaseAnswers(() -> stored.putAll(world.stored()));
    long rows = stored.values().stream().mapToLong(List::size).sum();
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() ->
            assertThat(world.published().values().stream().mapToLong(List::size).sum())
                .as("seed %d: published of %d rows", seed, rows)
                .isGreaterThanOrEqualTo(rows));
    log.info("seed {}: {} rows of {} farms", seed, rows, stored.size());
    // In order, so a repeated, lost or reordered version shows.
    assertThat(world.published()).as("seed %d", seed).isEqualTo(stored);
    var latest = new HashMap<UUID, Long>();
    stored.forEach((farm, versions) -> latest.put(farm, versions.getLast()));
    assertThat(world.latestStates()).as("seed %d", seed).isEqualTo(latest);
  }
}

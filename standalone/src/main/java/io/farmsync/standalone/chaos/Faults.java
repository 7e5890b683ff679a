package io.farmsync.standalone.chaos;

import io.farmsync.standalone.processes.Part;
import io.farmsync.standalone.processes.Processes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Inflicts faults; what the seed decides is which, in which order, and for how long. */
final class Faults {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);
  private static final Duration DOWN_AT_MOST = Duration.ofMillis(500);
  private static final Duration FULL_AT_MOST = Duration.ofSeconds(3);
  private static final long FULL_BEYOND_BYTES = 64 * 1024;

  private final Processes processes;
  private final Random random;

  Faults(Processes processes, Random random) {
    this.processes = processes;
    this.random = random;
  }

  /** So many faults: every kind comes once before one comes again. */
  static List<FaultKind> plan(List<FaultKind> kinds, int faults, Random random) {
    var plan = new ArrayList<FaultKind>();
    while (plan.size() < faults) {
      var round = new ArrayList<>(kinds);
      Collections.shuffle(round, random);
      plan.addAll(round);
    }
    return List.copyOf(plan.subList(0, faults));
  }

  /** A fault on its way. */
  static final class Strike {
    private final CompletableFuture<Instant> broken = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Instant provable;

    /** What happens from now on proves that all is well again. */
    private void isProvable() {
      provable = Instant.now();
    }

    private void isBroken() {
      broken.complete(Instant.now());
    }

    /** Since when something is broken. */
    Instant awaitBroken() {
      return broken.join();
    }

    /** From when on a change that arrives proves that the platform is well again. */
    Optional<Instant> provableSince() {
      return Optional.ofNullable(provable);
    }

    /** Returns when everything that was stopped has been started again; it need not be ready. */
    void awaitEnd() {
      ended.join();
    }
  }

  /** Returns at once. */
  Strike inflict(FaultKind kind) {
    log.info("{}", kind.label());
    var strike = new Strike();
    Thread.ofPlatform()
        .name("fault")
        .daemon()
        .start(() -> {
          try {
            inflict(kind, strike);
            strike.ended.complete(null);
          } catch (InterruptedException | RuntimeException failure) {
            strike.broken.completeExceptionally(failure);
            strike.ended.completeExceptionally(failure);
          }
        });
    return strike;
  }

  private void inflict(FaultKind kind, Strike strike) throws InterruptedException {
    switch (kind) {
      case KILL_RELAY -> kill(List.of(processes.activeRelay()), strike);
      case KILL_STANDBY -> kill(List.of(processes.standbyRelay()), strike);
      case KILL_BROKER -> kill(List.of(processes.broker()), strike);
      case KILL_POSTGRES -> kill(List.of(processes.database()), strike);
      case KILL_ALL -> kill(processes.all(), strike);
      case FREEZE_RELAY -> freeze(processes.activeRelay(), Duration.ofSeconds(12), strike);
      case FREEZE_BROKER -> freeze(processes.broker(), Duration.ofSeconds(20), strike);
      case FREEZE_POSTGRES -> freeze(processes.database(), Duration.ofSeconds(6), strike);
      case FILL_BROKER_DISK -> fillDisk(processes.broker(), strike);
      case FILL_POSTGRES_DISK -> fillDisk(processes.database(), strike);
      case DROP_SLOT -> dropSlot(strike);
    }
  }

  private void kill(List<Part> parts, Strike strike) throws InterruptedException {
    for (Part each : parts) {
      each.kill();
    }
    strike.isBroken();
    strike.isProvable();
    pause(DOWN_AT_MOST);
    parts.forEach(Part::start);
  }

  private void freeze(Part part, Duration atMost, Strike strike) {
    part.freeze();
    strike.isBroken();
    strike.isProvable();
    pause(atMost);
    part.thaw();
  }

  private void fillDisk(Part part, Strike strike) throws InterruptedException {
    part.limitFiles(FULL_BEYOND_BYTES);
    strike.isBroken();
    pause(FULL_AT_MOST);
    kill(List.of(part), strike);
  }

  /** Its reader comes back at once, so it takes several attempts. */
  private void dropSlot(Strike strike) {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (var connection = processes.connect();
          var statement = connection.createStatement()) {
        statement.execute(
            """
            select pg_terminate_backend(active_pid) from pg_replication_slots
            where active_pid is not null
            """);
        statement.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
        strike.isBroken();
        strike.isProvable();
        return;
      } catch (SQLException busy) {
        log.debug("The slot is not dropped yet", busy);
      }
    }
    throw new IllegalStateException("the slot could not be dropped");
  }

  /** Up to this long. It is the fault itself that lasts; nobody waits for anything. */
  private void pause(Duration atMost) {
    LockSupport.parkNanos(random.nextLong(atMost.toNanos()));
  }
}

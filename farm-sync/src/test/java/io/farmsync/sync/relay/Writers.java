package io.farmsync.sync.relay;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.PGConnection;

/**
 * Several sessions that append to the event store as farm-sync and operators do: one row per
 * transaction, many rows with a pause in between so that transactions interleave, rollbacks, and
 * COPY. They survive a database that is killed.
 */
final class Writers implements AutoCloseable {
  private static final int SESSIONS = 3;
  private static final int FARMS_PER_SESSION = 5;
  private static final int LONGEST_COPY = 100;
  private static final int LONGEST_TRANSACTION = 12;
  private static final int LONGEST_PAUSE_MS = 10;

  private final RelayWorld world;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> sessions = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private Writers(RelayWorld world) {
    this.world = world;
  }

  static Writers start(RelayWorld world, Random seeds) {
    var writers = new Writers(world);
    for (int session = 0; session < SESSIONS; session++) {
      var random = new Random(seeds.nextLong());
      var name = "writer-" + session;
      writers.sessions.add(
          Thread.ofPlatform().name(name).daemon().start(() -> writers.write(random)));
    }
    return writers;
  }

  private void write(Random random) {
    List<UUID> farms = new ArrayList<>();
    for (int farm = 0; farm < FARMS_PER_SESSION; farm++) {
      farms.add(new UUID(random.nextLong(), random.nextLong()));
    }
    while (stop.getCount() > 0) {
      try (Connection connection = world.database().connect()) {
        new Session(connection, versions(connection, farms), random).run();
      } catch (SQLException _) {
        // The database is being killed; what was committed is read again.
      } catch (IOException | RuntimeException | InterruptedException unexpected) {
        failure.compareAndSet(null, unexpected);
        return;
      }
    }
  }

  private static Map<UUID, Long> versions(Connection connection, List<UUID> farms)
      throws SQLException {
    var versions = new HashMap<UUID, Long>();
    try (var query =
        connection.prepareStatement(
            "select coalesce(max(version), 0) from farm_event where external_farm_id = ?")) {
      for (UUID farm : farms) {
        query.setObject(1, farm);
        try (var row = query.executeQuery()) {
          row.next();
          versions.put(farm, row.getLong(1));
        }
      }
    }
    return versions;
  }

  private final class Session {
    private final Connection connection;
    private final List<UUID> farms;
    private final Random random;
    private final Map<UUID, Long> versions;

    Session(Connection connection, Map<UUID, Long> versions, Random random) {
      this.connection = connection;
      this.versions = versions;
      this.farms = versions.keySet().stream().sorted().toList();
      this.random = random;
    }

    void run() throws SQLException, IOException, InterruptedException {
      connection.setAutoCommit(false);
      while (!stop.await(random.nextInt(LONGEST_PAUSE_MS), TimeUnit.MILLISECONDS)) {
        var attempt = new HashMap<>(versions);
        switch (random.nextInt(4)) {
          case 0 -> copy(attempt);
          case 1 -> insertSlowly(attempt);
          default -> insert(attempt);
        }
        if (random.nextInt(8) == 0) {
          connection.rollback();
        } else {
          connection.commit();
          versions.putAll(attempt);
        }
      }
    }

    private void insert(Map<UUID, Long> attempt) throws SQLException {
      UUID farm = farms.get(random.nextInt(farms.size()));
      RelayWorld.append(connection, farm, attempt.merge(farm, 1L, Long::sum));
    }

    private void insertSlowly(Map<UUID, Long> attempt) throws SQLException, InterruptedException {
      int rows = 1 + random.nextInt(LONGEST_TRANSACTION);
      for (int row = 0; row < rows; row++) {
        insert(attempt);
        if (stop.await(random.nextInt(3), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }

    private void copy(Map<UUID, Long> attempt) throws SQLException, IOException {
      var csv = new StringBuilder();
      int rows = 1 + random.nextInt(LONGEST_COPY);
      for (int row = 0; row < rows; row++) {
        UUID farm = farms.get(random.nextInt(farms.size()));
        long version = attempt.merge(farm, 1L, Long::sum);
        csv.append(
            "%s\t%s\t%d\tgreen\tfarm.renamed.v1\tnow\t%s\t{}\n"
                .formatted(
                    new UUID(random.nextLong(), random.nextLong()),
                    farm,
                    version,
                    RelayWorld.payload(farm, version)));
      }
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              """
              copy farm_event (event_id, external_farm_id, version, tenant, event_type,
                occurred_at, payload, headers) from stdin
              """,
              new StringReader(csv.toString()));
    }
  }

  /** Returns when the last of them has finished. */
  @Override
  public void close() {
    stop.countDown();
    for (Thread session : sessions) {
      try {
        session.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while writers finish", interrupted);
      }
    }
    Throwable unexpected = failure.get();
    if (unexpected != null) {
      throw new AssertionError("a writer failed", unexpected);
    }
  }
}

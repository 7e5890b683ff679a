package io.farmsync.benchmarks;

import io.farmsync.standalone.processes.Processes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends events to the event store, as many sessions at once as there are writers. A writer
 * numbers its events; number and writer are in farm and version of the event, so that whoever reads
 * it knows which it is.
 */
final class EventLoad {
  static final int WRITERS = 4;
  private static final int FARMS = 8;
  private static final long FARM_PREFIX = 0x00be_0000_0000_4000L;
  private final Processes processes;
  private final long[] next = new long[WRITERS];
  private final AtomicLong appended = new AtomicLong();

  /** Told when a commit has returned, on {@link System#nanoTime}. */
  interface Commits {
    void committed(int writer, long first, int count, long at);
  }

  EventLoad(Processes processes) {
    this.processes = processes;
  }

  /** All events so far. */
  long appended() {
    return appended.get();
  }

  static UUID farm(int writer, long number) {
    return new UUID(FARM_PREFIX, writer * 1000L + number % FARMS);
  }

  static long version(long number) {
    return number / FARMS + 1;
  }

  static int writer(UUID farm) {
    return (int) (farm.getLeastSignificantBits() / 1000);
  }

  static long number(UUID farm, long version) {
    return (version - 1) * FARMS + farm.getLeastSignificantBits() % 1000;
  }

  /**
   * Appends and returns when the last event is committed.
   *
   * @param perSecond all writers together; 0 is as fast as they can
   */
  void append(long events, int perTransaction, int perSecond, Commits commits)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int each = 0; each < WRITERS; each++) {
        int writer = each;
        writers.add(
            threads.submit(() -> {
              write(writer, events / WRITERS, perTransaction, perSecond / WRITERS, commits);
              return true;
            }));
      }
      for (var writer : writers) {
        writer.get();
      }
    }
  }

  private void write(int writer, long events, int perTransaction, int perSecond, Commits commits)
      throws SQLException {
    Duration pause =
        perSecond == 0
            ? Duration.ZERO
            : Duration.ofSeconds(1).multipliedBy(perTransaction).dividedBy(perSecond);
    long due = System.nanoTime();
    try (Connection connection = processes.connect()) {
      connection.setAutoCommit(false);
      try (var insert =
          connection.prepareStatement(
              """
              insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
                occurred_at, payload, headers)
              values (gen_random_uuid(), ?, ?, 'benchmark', 'farm.renamed.v1', now(), ?,
                '{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","request_id":"req-1"}')
              """)) {
        for (long done = 0; done < events; done += perTransaction) {
          int count = (int) Math.min(perTransaction, events - done);
          long first = next[writer];
          for (long number = first; number < first + count; number++) {
            UUID farm = farm(writer, number);
            insert.setObject(1, farm);
            insert.setLong(2, version(number));
            insert.setString(3, payload(version(number), farm));
            insert.addBatch();
          }
          insert.executeBatch();
          connection.commit();
          next[writer] = first + count;
          appended.addAndGet(count);
          commits.committed(writer, first, count, System.nanoTime());
          due += pause.toNanos();
          LockSupport.parkNanos(due - System.nanoTime());
        }
      }
    }
  }

  /** As large as a farm's event is. */
  private static String payload(long version, UUID farm) {
    return """
    {"type":"farm.renamed.v1","version":%1$d,"farm":{"external_farm_id":"%2$s",\
    "external_user_id":"benchmark","name":"Farm %1$d","slug":"farm","tenant":"benchmark",\
    "bbox":{"south":"50.10000","west":"4.10000","north":"50.20000","east":"4.20000"},\
    "centroid":{"lat":"50.15000","lon":"4.15000"},"area_ha":7912.04,"is_active":true,\
    "version":%1$d,"geometry":{"type":"Polygon","coordinates":[[[4.1,50.1],[4.2,50.1],\
    [4.2,50.2],[4.1,50.2],[4.1,50.1]]]},"created_at":"2026-05-01T10:00:00.123456Z",\
    "updated_at":"2026-05-02T11:30:00.654321Z"}}\
    """
        .formatted(version, farm);
  }
}

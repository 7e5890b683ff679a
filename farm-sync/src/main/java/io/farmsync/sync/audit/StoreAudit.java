package io.farmsync.sync.audit;

import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.audit.Finding;
import io.farmsync.platform.audit.Pace;
import io.farmsync.platform.audit.RunningAudit;
import io.farmsync.schemas.Topics;
import io.farmsync.sync.audit.AuditedEvent.Name;
import io.farmsync.sync.audit.AuditedTable.EventSlice;
import io.farmsync.sync.audit.AuditedTable.FarmSlice;
import io.farmsync.sync.relay.RelayedPosition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/**
 * Compares the event store with {@code farm-events}, event by event, and each farm's current state
 * with its newest event.
 *
 * <p>Nothing in flight is taken for a fault. The topic's ends are noted before the first row is
 * read, so every record below them has its row; and a row without a record counts only once the
 * relay, by its own position in Kafka, has passed everything that was committed when the row was
 * read. While the relay stands still, such rows are not judged.
 *
 * <p>Beside the sweep, every few seconds, what costs nothing however long the history is: has
 * PostgreSQL counted an update or a delete of an event, was the topic cut or made anew?
 */
final class StoreAudit implements RunningAudit.Sweep {

  private static final int SLICE = 1000;

  /** Bounds memory, at about 150 bytes each. */
  private static final int MOST_OPEN = 200_000;

  /** Bounds the questions that a large difference asks. */
  private static final int MOST_NAMED = 1000;

  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration BETWEEN_GUARDS = Duration.ofSeconds(5);

  private final AuditedTable table;
  private final AuditedTopic topic;
  private final Runnable heartbeat;
  private final RelayedPosition relayed;
  private final AuditFindings findings;
  private final Guards guards;
  private final Clock clock;
  private final Duration patience;
  private Set<Name> doubtful = Set.of();

  /**
   * @param heartbeat writes a row that moves the relay's position on
   */
  StoreAudit(
      AuditedTable table,
      AuditedTopic topic,
      Runnable heartbeat,
      RelayedPosition relayed,
      AuditFindings findings,
      Clock clock,
      Duration patience) {
    this.table = table;
    this.topic = topic;
    this.heartbeat = heartbeat;
    this.relayed = relayed;
    this.findings = findings;
    this.guards = new Guards(findings);
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public void run(Pace pace) throws InterruptedException {
    if (table.tryToAudit()) {
      new Sweep(pace).run();
    } else {
      guards.forget(); // another instance looks, and what it saw is not known here
    }
  }

  @Override
  public void close() {
    table.close();
    topic.close();
  }

  /** What one sweep knows. */
  private final class Sweep {
    private final Instant begun = clock.instant();
    private final Pace pace;
    private final Reconciliation both = new Reconciliation();
    private final List<Finding> found = new ArrayList<>();
    private final long[] compared = new long[Topics.PARTITIONS];
    private long heardAt = System.nanoTime();
    private long guardedAt = heardAt - BETWEEN_GUARDS.toNanos();

    Sweep(Pace pace) {
      this.pace = pace;
    }

    void run() throws InterruptedException {
      topic.begin();
      if (!readBoth()) {
        findings.noticed(new Finding(Kind.UNREAD.label(), 0, null, 0, Kind.UNREAD.words()));
        return; // no sweep: what is known of the partitions stays, and the last one grows old
      }
      both.altered().forEach(name -> found.add(finding(Kind.ALTERED, name)));
      judgeWhatTheTopicHasAlone();
      judgeWhatTheStoreHasAlone(table.lsn());
      compareStates();
      for (int each = 0; each < compared.length; each++) {
        int partition = each;
        var there = found.stream().filter(finding -> finding.partition() == partition).toList();
        findings.compared(partition, compared[partition], there);
      }
      findings.swept(begun);
    }

    /** In step, so that little waits for its match; false if too much does. */
    private boolean readBoth() throws InterruptedException {
      long last = 0;
      long rows = 0;
      long records = 0;
      boolean moreRows = true;
      while (moreRows || !topic.isAtEnd()) {
        guard();
        long before = Math.max(rows, records);
        if (moreRows && (rows <= records || topic.isAtEnd())) {
          EventSlice slice = table.eventsBehind(last, SLICE);
          slice.events().forEach(both::stored);
          slice
              .withoutFarm()
              .forEach(farm -> found.add(finding(Kind.STATE_MISSING, new Name(farm, 1))));
          rows += slice.events().size();
          // fewer than asked for: everything that was committed by then has been read
          moreRows = slice.events().size() == SLICE;
          last = slice.last();
        } else {
          records += readTopic();
        }
        if (both.open() > MOST_OPEN) {
          return false;
        }
        pace.after((int) (Math.max(rows, records) - before));
      }
      return true;
    }

    private int readTopic() {
      var records = topic.read();
      for (var published : records.events()) {
        both.published(published.event());
        compared[published.partition()]++;
      }
      for (var place : records.foreign()) {
        found.add(
            new Finding(
                Kind.FOREIGN.label(),
                place.partition(),
                null,
                0,
                Kind.FOREIGN.words() + ", at offset " + place.offset()));
      }
      if (records.size() > 0) {
        heardAt = System.nanoTime();
      } else if (!topic.isAtEnd() && System.nanoTime() - heardAt > SILENCE_LIMIT.toNanos()) {
        throw new IllegalStateException("Kafka has not answered for " + SILENCE_LIMIT);
      }
      return records.size();
    }

    /**
     * PostgreSQL tells the relay of a commit a moment before it shows the rows to others. So an
     * event that is there after all counts as repeated only when the next sweep sees it again.
     */
    private void judgeWhatTheTopicHasAlone() {
      var alone = both.inTopicOnly().stream().limit(MOST_NAMED).toList();
      Set<Name> present = alone.isEmpty() ? Set.of() : table.present(alone);
      for (Name name : both.inTopicOnly()) {
        if (!present.contains(name)) {
          found.add(finding(Kind.MISSING_IN_STORE, name));
        } else if (doubtful.contains(name)) {
          found.add(finding(Kind.REPEATED_IN_TOPIC, name));
        }
      }
      doubtful = present;
    }

    /**
     * @param through what was committed before it was in the table when the table was read
     */
    private void judgeWhatTheStoreHasAlone(long through) throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      boolean isPassed = false;
      boolean isFirst = true;
      while (!both.inStoreOnly().isEmpty()) {
        topic.extend();
        while (!topic.isAtEnd()) {
          topic.read().events().forEach(each -> both.published(each.event()));
        }
        if (both.inStoreOnly().isEmpty() || System.nanoTime() > deadline) {
          break;
        }
        if (isFirst) {
          heartbeat.run(); // while all farms are quiet, nothing else moves the relay's position on
          isFirst = false;
        }
        if (!isPassed && relayed.lsn().orElse(0) >= through) {
          isPassed = true;
          // readers see a committed transaction in one partition sooner than in another
          deadline = System.nanoTime() + patience.dividedBy(2).toNanos();
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
      if (isPassed) {
        both.inStoreOnly().forEach(name -> found.add(finding(Kind.MISSING_IN_TOPIC, name)));
      }
    }

    private void compareStates() throws InterruptedException {
      FarmSlice slice = table.farmsBehind(new UUID(0, 0), SLICE);
      while (slice.rows() > 0) {
        guard();
        slice.differing().forEach(name -> found.add(finding(Kind.STATE_DIFFERS, name)));
        pace.after(slice.rows());
        slice = table.farmsBehind(slice.last(), SLICE);
      }
    }

    private void guard() {
      long now = System.nanoTime();
      if (now - guardedAt >= BETWEEN_GUARDS.toNanos()) {
        guardedAt = now;
        guards.look(table.rewrites(), topic.extent());
      }
    }
  }

  private static Finding finding(Kind kind, Name event) {
    return new Finding(
        kind.label(), partitionOf(event.farm()), event.farm(), event.version(), kind.words());
  }

  /** Kafka's own choice. */
  private static int partitionOf(UUID farm) {
    byte[] key = farm.toString().getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % Topics.PARTITIONS;
  }
}

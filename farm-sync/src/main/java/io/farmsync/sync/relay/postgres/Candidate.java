package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore.Candidacy;
import io.farmsync.sync.relay.EventStore.Leadership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session that asks for the lead, and keeps it once it has it. PostgreSQL frees the lead of a
 * leader that dies, with its session. A leader that stands still (a stopped process, a frozen
 * machine) says nothing in its session: whoever has looked for a while and heard nothing ends that
 * session. A look that comes late starts the while anew, so that on a machine where all are starved
 * of processor time nobody is replaced by somebody who is no better off; and a leader that nobody
 * stands by for is never replaced.
 */
final class Candidate implements Candidacy {
  private static final Logger log = LoggerFactory.getLogger(Candidate.class);

  /** A pause of garbage collection fits in, and four words of the leader. */
  static final Duration SILENCE = Duration.ofMillis(1250);

  /** Between two looks; a standby looks every quarter of a second. */
  static final Duration LATE = Duration.ofMillis(600);

  private static final int END_LIMIT_MILLIS = 1000;

  private final Sessions sessions;
  private final Connection session;
  private final Slot slot;
  private final LongSupplier nanoTime;
  private @Nullable Holder seen;
  private long silentSince;
  private long lookedAt;

  /**
   * Who has the lead.
   *
   * @param spokeAt when its session said something last, as PostgreSQL writes it
   */
  private record Holder(int pid, String spokeAt) {}

  private Candidate(Sessions sessions, Connection session, Slot slot, LongSupplier nanoTime) {
    this.sessions = sessions;
    this.session = session;
    this.slot = slot;
    this.nanoTime = nanoTime;
  }

  static Candidate open(Sessions sessions, Slot slot, LongSupplier nanoTime) throws SQLException {
    return new Candidate(sessions, sessions.open(), slot, nanoTime);
  }

  @Override
  public Optional<Leadership> tryToLead() {
    try {
      if (takesLock()) {
        return Optional.of(AdvisoryLeadership.of(sessions, session, slot));
      }
      Holder stopped = standsStill();
      if (stopped == null) {
        return Optional.empty();
      }
      log.warn("The leader (PostgreSQL process {}) stands still and is replaced", stopped.pid());
      end(stopped.pid());
      return takesLock()
          ? Optional.of(AdvisoryLeadership.of(sessions, session, slot))
          : Optional.empty();
    } catch (SQLException failure) {
      throw Sessions.broken("asking for leadership", failure);
    }
  }

  private boolean takesLock() throws SQLException {
    try (var lock =
        session.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      lock.setString(1, slot.name());
      try (var answer = lock.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  /** The leader, if it has been silent for long enough. */
  private @Nullable Holder standsStill() throws SQLException {
    Holder holder = idleHolder();
    long now = nanoTime.getAsLong();
    boolean isLate = now - lookedAt > LATE.toNanos();
    if (holder == null || !holder.equals(seen) || isLate) {
      silentSince = now;
    }
    seen = holder;
    lookedAt = now;
    return now - silentSince < SILENCE.toNanos() ? null : holder;
  }

  /** A leader whose question is being answered does not stand still, however long that takes. */
  private @Nullable Holder idleHolder() throws SQLException {
    try (var query =
        session.prepareStatement(
            """
            select a.pid, a.state_change::text
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
              and l.database = (select oid from pg_database where datname = current_database())
              and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(?, 0)
              and a.state = 'idle'
            """)) {
      query.setString(1, slot.name());
      try (var row = query.executeQuery()) {
        return row.next() ? new Holder(row.getInt(1), row.getString(2)) : null;
      }
    }
  }

  private void end(int pid) throws SQLException {
    seen = null;
    try (var terminate = session.prepareStatement("select pg_terminate_backend(?, ?)")) {
      terminate.setInt(1, pid);
      terminate.setLong(2, END_LIMIT_MILLIS);
      terminate.execute();
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException failure) {
      log.debug("The session was gone already", failure);
    }
  }
}

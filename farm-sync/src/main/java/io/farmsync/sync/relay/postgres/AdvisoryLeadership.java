package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore.Leadership;
import io.farmsync.sync.relay.EventStore.Snapshot;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock of one session. PostgreSQL releases it when the session ends, so a relay that
 * dies leaves nothing to clean up; and it ends a session that says nothing for some seconds, so a
 * relay that stands still (a stopped process, a frozen machine) loses its leadership too.
 */
final class AdvisoryLeadership implements Leadership {
  private static final Logger log = LoggerFactory.getLogger(AdvisoryLeadership.class);

  /** How long a leader may stand still; a pause of garbage collection must fit in. */
  private static final Duration LEASE = Duration.ofSeconds(5);

  private static final Duration RENEWAL = Duration.ofSeconds(1);
  private static final int ANSWER_LIMIT_SECONDS = 2;
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(10);
  private static final Duration RELEASE_POLL = Duration.ofMillis(50);

  private final Sessions sessions;
  private final Connection session;
  private final Slot slot;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean held = true;

  private AdvisoryLeadership(Sessions sessions, Connection session, Slot slot) {
    this.sessions = sessions;
    this.session = session;
    this.slot = slot;
  }

  static Optional<Leadership> tryToTake(Sessions sessions, Slot slot) throws SQLException {
    Connection session = sessions.open();
    try (var lease = session.createStatement();
        var lock =
            session.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      lease.execute("set idle_session_timeout = " + LEASE.toMillis());
      lock.setString(1, slot.name());
      try (var answer = lock.executeQuery()) {
        if (answer.next() && answer.getBoolean(1)) {
          var leadership = new AdvisoryLeadership(sessions, session, slot);
          Thread.ofPlatform().name("farm-relay-lease").daemon().start(leadership::renew);
          return Optional.of(leadership);
        }
      }
      session.close();
      return Optional.empty();
    } catch (SQLException failure) {
      session.close();
      throw failure;
    }
  }

  /** On a thread of its own, because a leader may wait for Kafka for longer than the lease. */
  private void renew() {
    try {
      while (held && !closed.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
        held = session.isValid(ANSWER_LIMIT_SECONDS);
      }
    } catch (InterruptedException | SQLException _) {
      held = false;
    }
  }

  @Override
  public boolean isHeld() {
    return held;
  }

  @Override
  public void endReaders() {
    try {
      long deadline = System.nanoTime() + RELEASE_LIMIT.toNanos();
      for (Integer pid = slot.reader(session); pid != null; pid = slot.reader(session)) {
        if (System.nanoTime() > deadline) {
          throw new RelayException(
              Failure.DATABASE,
              "slot %s is still read by PostgreSQL process %d".formatted(slot.name(), pid),
              null);
        }
        log.info("Ending PostgreSQL process {}, which still reads slot {}", pid, slot.name());
        end(pid);
        LockSupport.parkNanos(RELEASE_POLL.toNanos());
      }
    } catch (SQLException failure) {
      throw Sessions.broken("freeing the slot", failure);
    }
  }

  private void end(int pid) throws SQLException {
    try (var terminate = session.prepareStatement("select pg_terminate_backend(?)")) {
      terminate.setInt(1, pid);
      terminate.execute();
    }
  }

  /** The old slot is dropped in the leader's session, which a leader that was replaced has lost. */
  @Override
  public Snapshot recreateSlot() {
    try {
      slot.requirePublication(session);
      slot.drop(session);
      return SlotSnapshot.create(sessions, slot.name(), slot.state(session).database());
    } catch (SQLException failure) {
      throw Sessions.broken("making a slot", failure);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      session.close();
    } catch (SQLException failure) {
      log.debug("The leader's session was gone already", failure);
    }
  }
}

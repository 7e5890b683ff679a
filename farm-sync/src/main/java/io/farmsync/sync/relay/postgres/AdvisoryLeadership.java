package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore.Leadership;
import io.farmsync.sync.relay.EventStore.Snapshot;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock of one session. PostgreSQL releases it when the session ends, so a relay that
 * dies leaves nothing to clean up. The session says something every quarter of a second, by which a
 * {@link Candidate} tells a leader that stands still.
 */
final class AdvisoryLeadership implements Leadership {
  private static final Logger log = LoggerFactory.getLogger(AdvisoryLeadership.class);

  private static final Duration RENEWAL = Duration.ofMillis(250);
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

  /** Of a session that has the lock. */
  static Leadership of(Sessions sessions, Connection session, Slot slot) {
    var leadership = new AdvisoryLeadership(sessions, session, slot);
    Thread.ofPlatform().name("farm-relay-lease").daemon().start(leadership::renew);
    return leadership;
  }

  /**
   * On a thread of its own, because a leader may wait for Kafka for longer than others wait for it.
   */
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

  /** The lock goes with the candidate's session. */
  @Override
  public void close() {
    held = false;
    closed.countDown();
  }
}

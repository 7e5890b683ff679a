package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore.Leadership;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock of one session. PostgreSQL releases it when the session ends, so a relay that
 * dies leaves nothing to clean up.
 */
final class AdvisoryLeadership implements Leadership {
  private static final Logger log = LoggerFactory.getLogger(AdvisoryLeadership.class);
  private static final int ANSWER_LIMIT_SECONDS = 2;

  private final Connection session;

  private AdvisoryLeadership(Connection session) {
    this.session = session;
  }

  static Optional<Leadership> tryToTake(Sessions sessions, String slot) throws SQLException {
    Connection session = sessions.open();
    try (var lock =
        session.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      lock.setString(1, slot);
      try (var answer = lock.executeQuery()) {
        if (answer.next() && answer.getBoolean(1)) {
          return Optional.of(new AdvisoryLeadership(session));
        }
      }
      session.close();
      return Optional.empty();
    } catch (SQLException failure) {
      session.close();
      throw failure;
    }
  }

  @Override
  public boolean isHeld() {
    try {
      return session.isValid(ANSWER_LIMIT_SECONDS);
    } catch (SQLException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException failure) {
      log.debug("The leader's session was gone already", failure);
    }
  }
}

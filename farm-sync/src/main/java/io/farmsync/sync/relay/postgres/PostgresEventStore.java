package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore;
import io.farmsync.sync.relay.SlotState;
import java.sql.SQLException;
import java.util.OptionalLong;

/** The relay's questions to PostgreSQL 16; the role needs {@code replication}. */
final class PostgresEventStore implements EventStore {
  private final Sessions sessions;
  private final Slot slot;

  PostgresEventStore(Sessions sessions, Slot slot) {
    this.sessions = sessions;
    this.slot = slot;
  }

  @Override
  public Candidacy stand() {
    try {
      return Candidate.open(sessions, slot, System::nanoTime);
    } catch (SQLException failure) {
      throw Sessions.broken("asking for leadership", failure);
    }
  }

  @Override
  public SlotState slot() {
    return sessions.run("reading the slot", slot::state);
  }

  @Override
  public OptionalLong slotLag() {
    return sessions.run("measuring the slot", slot::lag);
  }

  @Override
  public void beat() {
    sessions.run(
        "writing the heartbeat",
        connection -> {
          try (var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("delete from relay_heartbeat");
            statement.execute("insert into relay_heartbeat (beat_at) values (now())");
            connection.commit();
            return true;
          }
        });
  }
}

package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.SlotState;
import io.farmsync.sync.relay.SlotState.Condition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's questions to PostgreSQL 16; the role needs {@code replication}. */
final class PostgresEventStore implements EventStore {
  private static final Logger log = LoggerFactory.getLogger(PostgresEventStore.class);
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(10);
  private static final Duration RELEASE_POLL = Duration.ofMillis(50);

  private final Sessions sessions;
  private final String slot;
  private final String publication;

  PostgresEventStore(Sessions sessions, String slot, String publication) {
    this.sessions = sessions;
    this.slot = slot;
    this.publication = publication;
  }

  @Override
  public Optional<Leadership> tryToLead() {
    try {
      return AdvisoryLeadership.tryToTake(sessions, slot);
    } catch (SQLException failure) {
      throw Sessions.broken("asking for leadership", failure);
    }
  }

  @Override
  public SlotState slot() {
    return sessions.run("reading the slot", this::slot);
  }

  private SlotState slot(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            select c.system_identifier || '/' || current_database(),
              pg_current_wal_lsn() - '0/0'::pg_lsn,
              case
                when s.slot_name is null then 'MISSING'
                when s.plugin <> 'pgoutput' or s.database <> current_database() then 'FOREIGN'
                when s.wal_status = 'lost' then 'LOST'
                else 'USABLE'
              end,
              coalesce(s.confirmed_flush_lsn - '0/0'::pg_lsn, 0)
            from pg_control_system() c left join pg_replication_slots s on s.slot_name = ?
            """)) {
      query.setString(1, slot);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new SlotState(
            row.getString(1), row.getLong(2), Condition.valueOf(row.getString(3)), row.getLong(4));
      }
    }
  }

  @Override
  public void endReaders() {
    sessions.run(
        "freeing the slot",
        connection -> {
          long deadline = System.nanoTime() + RELEASE_LIMIT.toNanos();
          for (Integer pid = reader(connection); pid != null; pid = reader(connection)) {
            if (System.nanoTime() > deadline) {
              throw new RelayException(
                  Failure.DATABASE,
                  "slot %s is still read by PostgreSQL process %d".formatted(slot, pid),
                  null);
            }
            log.info("Ending PostgreSQL process {}, which still reads slot {}", pid, slot);
            end(connection, pid);
            LockSupport.parkNanos(RELEASE_POLL.toNanos());
          }
          return true;
        });
  }

  private @Nullable Integer reader(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            select active_pid from pg_replication_slots
            where slot_name = ? and database = current_database()
            """)) {
      query.setString(1, slot);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? (Integer) row.getObject(1) : null;
      }
    }
  }

  private static void end(Connection connection, int pid) throws SQLException {
    try (var terminate = connection.prepareStatement("select pg_terminate_backend(?)")) {
      terminate.setInt(1, pid);
      terminate.execute();
    }
  }

  @Override
  public Snapshot recreateSlot() {
    return sessions.run(
        "making a slot",
        connection -> {
          requirePublication(connection);
          try (var drop =
              connection.prepareStatement(
                  """
                  select pg_drop_replication_slot(slot_name)
                  from pg_replication_slots where slot_name = ?
                  """)) {
            drop.setString(1, slot);
            drop.execute();
          }
          return SlotSnapshot.create(sessions, slot, slot(connection).database());
        });
  }

  private void requirePublication(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement("select 1 from pg_publication where pubname = ?")) {
      query.setString(1, publication);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new RelayException(
              Failure.DATABASE,
              "publication %s is missing: the migrations have not run here".formatted(publication),
              null);
        }
      }
    }
  }

  @Override
  public OptionalLong slotLag() {
    return sessions.run(
        "measuring the slot",
        connection -> {
          try (var query =
              connection.prepareStatement(
                  """
                  select pg_current_wal_lsn() - restart_lsn
                  from pg_replication_slots where slot_name = ? and restart_lsn is not null
                  """)) {
            query.setString(1, slot);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
          }
        });
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

package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.SlotState;
import io.farmsync.sync.relay.SlotState.Condition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The replication slot, asked in whatever session is at hand.
 *
 * @param publication what it is read through
 */
record Slot(String name, String publication) {

  SlotState state(Connection connection) throws SQLException {
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
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new SlotState(
            row.getString(1), row.getLong(2), Condition.valueOf(row.getString(3)), row.getLong(4));
      }
    }
  }

  /** The PostgreSQL process that reads it now. */
  @Nullable Integer reader(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            select active_pid from pg_replication_slots
            where slot_name = ? and database = current_database()
            """)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? (Integer) row.getObject(1) : null;
      }
    }
  }

  /** Bytes of log it holds back. */
  OptionalLong lag(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            select pg_current_wal_lsn() - restart_lsn
            from pg_replication_slots where slot_name = ? and restart_lsn is not null
            """)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  void drop(Connection connection) throws SQLException {
    try (var drop =
        connection.prepareStatement(
            """
            select pg_drop_replication_slot(slot_name)
            from pg_replication_slots where slot_name = ?
            """)) {
      drop.setString(1, name);
      drop.execute();
    }
  }

  void requirePublication(Connection connection) throws SQLException {
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
}

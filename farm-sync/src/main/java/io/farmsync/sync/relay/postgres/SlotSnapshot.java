package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.EventStore.Snapshot;
import io.farmsync.sync.relay.LogPosition;
import io.farmsync.sync.relay.StoredEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The tables as of a new slot's first position. The session that made the slot stays open, because
 * its end would invalidate the snapshot it exported.
 */
final class SlotSnapshot implements Snapshot {
  private static final int ROWS_AT_ONCE = 1000;

  private final Connection slotSession;
  private final Connection reader;
  private final String database;
  private final long lsn;

  private SlotSnapshot(Connection slotSession, Connection reader, String database, long lsn) {
    this.slotSession = slotSession;
    this.reader = reader;
    this.database = database;
    this.lsn = lsn;
  }

  /** Makes the slot, which must not exist. */
  static SlotSnapshot create(Sessions sessions, String slot, String database) throws SQLException {
    Connection slotSession = sessions.openForReplication();
    try (var statement = slotSession.createStatement();
        var made =
            statement.executeQuery(
                "CREATE_REPLICATION_SLOT " + slot + " LOGICAL pgoutput EXPORT_SNAPSHOT")) {
      made.next();
      long lsn = LogPosition.parse(made.getString("consistent_point"));
      Connection reader = openReader(sessions, made.getString("snapshot_name"));
      return new SlotSnapshot(slotSession, reader, database, lsn);
    } catch (SQLException failure) {
      slotSession.close();
      throw failure;
    }
  }

  private static Connection openReader(Sessions sessions, String snapshot) throws SQLException {
    Connection reader = sessions.open();
    try (var statement = reader.createStatement()) {
      reader.setAutoCommit(false); // fetch sizes work inside a transaction only
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      reader.setReadOnly(true);
      statement.execute("set transaction snapshot '" + snapshot + "'");
      return reader;
    } catch (SQLException failure) {
      reader.close();
      throw failure;
    }
  }

  @Override
  public long lsn() {
    return lsn;
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public Map<UUID, Long> versions() {
    var versions = new HashMap<UUID, Long>();
    forEach(
        "select external_farm_id, max(version) from farm_event group by 1",
        row -> versions.put(row.getObject(1, UUID.class), row.getLong(2)));
    return versions;
  }

  @Override
  public void forEachFarmEvent(Consumer<StoredEvent.OfFarm> action) {
    forEach(
        "select " + FarmEventRow.COLUMNS + " from farm_event order by position",
        row -> action.accept(FarmEventRow.read(row)));
  }

  @Override
  public void forEachCredential(Consumer<StoredEvent.OfCredential> action) {
    forEach(
        """
        select distinct on (subject) event_id, subject, event_type, occurred_at, payload
        from credential_event order by subject, position desc
        """,
        row ->
            action.accept(
                new StoredEvent.OfCredential(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    row.getString(5))));
  }

  private interface RowAction {
    void take(ResultSet row) throws SQLException;
  }

  private void forEach(String query, RowAction action) {
    try (var statement = reader.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          action.take(rows);
        }
      }
    } catch (SQLException failure) {
      throw Sessions.broken("reading the event store", failure);
    }
  }

  @Override
  public void close() {
    try (slotSession;
        reader) {
      reader.rollback();
    } catch (SQLException failure) {
      throw Sessions.broken("closing the snapshot", failure);
    }
  }
}

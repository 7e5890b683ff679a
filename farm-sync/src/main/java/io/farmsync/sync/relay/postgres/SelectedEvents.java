package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.Replay;
import io.farmsync.sync.relay.ReplaySelection;
import io.farmsync.sync.relay.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Farm events as of one moment. One snapshot for all of them: read in parts, an event committed
 * late would be missed between two later ones of its farm.
 */
final class SelectedEvents implements Replay.Source {
  private static final int ROWS_AT_ONCE = 1000;

  private final Sessions sessions;

  SelectedEvents(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void forEach(ReplaySelection selection, Consumer<StoredEvent.OfFarm> action) {
    sessions.run(
        "reading the event store",
        connection -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          connection.setReadOnly(true);
          connection.setAutoCommit(false); // fetch sizes work inside a transaction only
          try (var query = query(connection, selection);
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              action.accept(FarmEventRow.read(rows));
            }
            return true;
          }
        });
  }

  private static PreparedStatement query(Connection connection, ReplaySelection selection)
      throws SQLException {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    restrict("tenant = ?", selection.tenant(), conditions, values);
    restrict("external_farm_id = ?", selection.farm(), conditions, values);
    restrict("version >= ?", selection.fromVersion(), conditions, values);
    restrict("version <= ?", selection.toVersion(), conditions, values);
    restrict("occurred_at >= ?", timestamp(selection.since()), conditions, values);
    restrict("occurred_at < ?", timestamp(selection.until()), conditions, values);
    restrict("position >= ?", selection.fromPosition(), conditions, values);
    restrict("position <= ?", selection.toPosition(), conditions, values);
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    PreparedStatement query =
        connection.prepareStatement(
            "select " + FarmEventRow.COLUMNS + " from farm_event" + where + " order by position");
    query.setFetchSize(ROWS_AT_ONCE);
    set(query, values);
    return query;
  }

  private static void restrict(
      String condition, @Nullable Object value, List<String> conditions, List<Object> values) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  private static @Nullable Object timestamp(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static void set(PreparedStatement query, List<Object> values) throws SQLException {
    for (int index = 0; index < values.size(); index++) {
      query.setObject(index + 1, values.get(index));
    }
  }
}

package io.farmsync.sync.relay.postgres;

import io.farmsync.sync.relay.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A row of {@code farm_event} as the tables give it. */
final class FarmEventRow {
  static final String COLUMNS =
      "event_id, external_farm_id, version, tenant, event_type, occurred_at, payload, headers";

  private FarmEventRow() {}

  /**
   * @param row of the columns above, in their order
   */
  static StoredEvent.OfFarm read(ResultSet row) throws SQLException {
    return new StoredEvent.OfFarm(
        row.getObject(1, UUID.class),
        row.getObject(2, UUID.class),
        row.getLong(3),
        row.getString(4),
        row.getString(5),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        row.getString(7),
        row.getString(8));
  }
}

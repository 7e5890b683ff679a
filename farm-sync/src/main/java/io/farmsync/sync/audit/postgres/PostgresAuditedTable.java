package io.farmsync.sync.audit.postgres;

import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.audit.AuditedEvent;
import io.farmsync.sync.audit.AuditedEvent.Name;
import io.farmsync.sync.audit.AuditedTable;
import io.farmsync.sync.database.DatabaseProperties;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import tools.jackson.core.JacksonException;

/**
 * One session, kept from sweep to sweep. Its advisory lock makes this instance the one that audits;
 * PostgreSQL hashes the payloads, so that they need not travel.
 */
final class PostgresAuditedTable implements AuditedTable {

  private static final String EVENTS =
      """
      select position, external_farm_id, version,
             substring(sha256(convert_to(event_id || event_type || tenant || payload, 'UTF8')) for 8),
             version > 1 or exists (select from farm f
                                    where f.external_farm_id = e.external_farm_id)
      from farm_event e where position > ? order by position limit ?\
      """;

  /** The state is part of the payload as it was written; if not, it is read to be sure. */
  private static final String FARMS =
      """
      with slice as materialized (
        select external_farm_id, version, state from farm
        where external_farm_id > ? order by external_farm_id limit ?)
      select f.external_farm_id, f.version, coalesce(strpos(e.payload, f.state), 0) > 0,
             f.state, e.payload,
             exists (select from farm_event later
                     where later.external_farm_id = f.external_farm_id and later.version > f.version)
      from slice f left join farm_event e
        on e.external_farm_id = f.external_farm_id and e.version = f.version
      order by f.external_farm_id\
      """;

  private static final String PRESENT =
      """
      select e.external_farm_id, e.version from farm_event e
      join unnest(?::uuid[], ?::bigint[]) as asked (id, version)
        on e.external_farm_id = asked.id and e.version = asked.version\
      """;

  private final DatabaseProperties database;
  private final String lock;
  private @Nullable Connection session;

  PostgresAuditedTable(DatabaseProperties database, String lock) {
    this.database = database;
    this.lock = lock;
  }

  @Override
  public boolean tryToAudit() {
    if (session != null) {
      return true; // a session that is gone shows at the next question
    }
    try {
      Connection opened = DriverManager.getConnection(database.url(), properties());
      session = opened;
      boolean isOurs =
          first(
              opened,
              "select pg_try_advisory_lock(hashtextextended('" + lock + "', 1))",
              row -> row.getBoolean(1));
      if (!isOurs) {
        close();
      }
      return isOurs;
    } catch (SQLException failure) {
      throw broken(failure);
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", database.username());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "farm-audit");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "options",
        // whoever stands still for minutes gives the audit to another instance
        "-c idle_session_timeout=120000 -c plan_cache_mode=force_generic_plan"
            // each slice by its index, whatever the statistics of a young table say
            + " -c enable_seqscan=off -c jit=off");
    return properties;
  }

  @Override
  public long lsn() {
    return ask("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn", row -> row.getLong(1));
  }

  @Override
  public long rewrites() {
    return ask(
        """
        select n_tup_upd + n_tup_del from pg_stat_user_tables
        where relid = 'farm_event'::regclass\
        """,
        row -> row.getLong(1));
  }

  @Override
  public EventSlice eventsBehind(long position, int limit) {
    try (var query = session().prepareStatement(EVENTS)) {
      query.setLong(1, position);
      query.setInt(2, limit);
      var events = new ArrayList<AuditedEvent>(limit);
      var withoutFarm = new ArrayList<UUID>();
      long last = position;
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          last = rows.getLong(1);
          UUID farm = rows.getObject(2, UUID.class);
          long content = ByteBuffer.wrap(rows.getBytes(4)).getLong();
          events.add(AuditedEvent.of(farm, rows.getLong(3), content));
          if (!rows.getBoolean(5)) {
            withoutFarm.add(farm);
          }
        }
      }
      return new EventSlice(events, last, withoutFarm);
    } catch (SQLException failure) {
      throw broken(failure);
    }
  }

  @Override
  public FarmSlice farmsBehind(UUID id, int limit) {
    try (var query = session().prepareStatement(FARMS)) {
      query.setObject(1, id);
      query.setInt(2, limit);
      var differing = new ArrayList<Name>();
      int count = 0;
      UUID last = id;
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          count++;
          last = rows.getObject(1, UUID.class);
          boolean isNewest = !rows.getBoolean(6);
          boolean isWritten = rows.getBoolean(3);
          if (!isNewest || (!isWritten && !isSame(rows.getString(4), rows.getString(5)))) {
            differing.add(new Name(last, rows.getLong(2)));
          }
        }
      }
      return new FarmSlice(count, last, differing);
    } catch (SQLException failure) {
      throw broken(failure);
    }
  }

  /** Another version of the service may write the same state in another form. */
  private static boolean isSame(String state, @Nullable String payload) {
    if (payload == null) {
      return false;
    }
    var mapper = WireJson.mapper();
    try {
      var led = mapper.treeToValue(mapper.readTree(payload).path("farm"), FarmState.class);
      return mapper.readValue(state, FarmState.class).equals(led);
    } catch (JacksonException _) {
      return false;
    }
  }

  @Override
  public Set<Name> present(Collection<Name> events) {
    var names = List.copyOf(events);
    try (var query = session().prepareStatement(PRESENT)) {
      query.setArray(1, session().createArrayOf("uuid", names.stream().map(Name::farm).toArray()));
      query.setArray(
          2, session().createArrayOf("bigint", names.stream().map(Name::version).toArray()));
      var present = new HashSet<Name>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          present.add(new Name(rows.getObject(1, UUID.class), rows.getLong(2)));
        }
      }
      return present;
    } catch (SQLException failure) {
      throw broken(failure);
    }
  }

  @Override
  public void close() {
    var open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException _) {
        // it was gone already
      }
    }
  }

  /** What is read of a row. */
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> T ask(String question, Reading<T> reading) {
    try {
      return first(session(), question, reading);
    } catch (SQLException failure) {
      throw broken(failure);
    }
  }

  private static <T> T first(Connection session, String question, Reading<T> reading)
      throws SQLException {
    try (var query = session.prepareStatement(question);
        var rows = query.executeQuery()) {
      rows.next();
      return reading.of(rows);
    }
  }

  private Connection session() {
    var open = session;
    if (open == null) {
      throw new IllegalStateException("another instance audits");
    }
    return open;
  }

  private RuntimeException broken(SQLException failure) {
    close();
    return new DataAccessResourceFailureException("PostgreSQL: " + failure.getMessage(), failure);
  }
}

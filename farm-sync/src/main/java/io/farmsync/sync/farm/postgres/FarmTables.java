package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.farm.FarmHistory.Origin;
import io.farmsync.sync.farm.postgres.FarmWriter.Held;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** The statements on tables farm and farm_event; many rows cost as many round trips as one. */
final class FarmTables {

  private static final JsonSerde<FarmEvent> EVENTS = JsonSerde.of(Topics.FARM_EVENTS);

  private final JdbcClient jdbc;

  FarmTables(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The farms that are registered, locked until the transaction ends, in the order of their ids.
   */
  Map<UUID, FarmRow> lock(Collection<UUID> ids, Held held) {
    var rows = new LinkedHashMap<UUID, FarmRow>();
    jdbc.sql(
            """
            select state, source_updated_at, is_purged from farm where external_farm_id = any(?)
            order by external_farm_id for update\
            """
                + switch (held) {
                  case WAIT -> "";
                  case FAIL -> " nowait";
                })
        .param(array("uuid", ids.stream().distinct().toList(), id -> id))
        .query((row, _) -> row(row))
        .list()
        .forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  private static FarmRow row(ResultSet row) throws SQLException {
    Timestamp source = row.getTimestamp("source_updated_at");
    return new FarmRow(
        state(row.getString("state")),
        source == null ? null : source.toInstant(),
        row.getBoolean("is_purged"));
  }

  /** Empty for a purged one, too. */
  Optional<FarmState> find(UUID id) {
    return jdbc.sql("select state from farm where external_farm_id = ? and not is_purged")
        .param(id)
        .query(String.class)
        .optional()
        .map(FarmTables::state);
  }

  List<FarmEvent> events(UUID id, int offset, int limit) {
    return jdbc
        .sql(
            """
            select payload from farm_event where external_farm_id = ? and version > ?
            order by version limit ?\
            """) // versions have no gaps
        .params(id, offset, limit)
        .query(String.class)
        .list()
        .stream()
        .map(FarmTables::event)
        .toList();
  }

  Optional<FarmEvent> eventAt(UUID id, long version) {
    return jdbc.sql("select payload from farm_event where external_farm_id = ? and version = ?")
        .params(id, version)
        .query(String.class)
        .optional()
        .map(FarmTables::event);
  }

  /** By way of the versions: their index is there, and times only grow with them. */
  Optional<FarmEvent> latestEventUntil(UUID id, Instant time) {
    return jdbc.sql(
            """
            select payload from farm_event where external_farm_id = ? and occurred_at <= ?
            order by version desc limit 1\
            """)
        .params(id, Timestamp.from(time))
        .query(String.class)
        .optional()
        .map(FarmTables::event);
  }

  private static FarmEvent event(String json) {
    return Objects.requireNonNull(EVENTS.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  Set<String> takenSlugs(String tenant, Collection<String> slugs) {
    return jdbc.sql("select slug from farm where tenant = ? and slug = any(?)")
        .params(tenant, array("text", List.copyOf(slugs), slug -> slug))
        .query(String.class)
        .set();
  }

  /** An event and the request that led to it. */
  record Appended(FarmEvent event, Origin origin) {}

  /** Appends events as they go on the wire. */
  void append(List<Appended> appended) {
    if (appended.isEmpty()) {
      return;
    }
    var events = appended.stream().map(Appended::event).toList();
    jdbc.sql(
            """
            insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
                                    occurred_at, payload, headers)
            select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[],
                                 ?::timestamptz[], ?::text[], ?::text[])\
            """)
        .params(
            array("uuid", events, FarmEvent::eventId),
            array("uuid", events, FarmEvent::externalFarmId),
            array("bigint", events, FarmEvent::version),
            array("text", events, event -> event.farm().tenant()),
            array("text", events, event -> event.type().wireName()),
            array("text", events, event -> event.occurredAt().toString()),
            array("text", events, FarmTables::payload),
            array("text", appended, each -> headers(each.origin())))
        .update();
  }

  /**
   * Brings the rows up to date.
   *
   * @param registered ids of the farms that have a row
   * @throws org.springframework.dao.DuplicateKeyException if a new farm, or its slug, is there now
   */
  void save(List<FarmRow> rows, Set<UUID> registered) {
    var inOrder = rows.stream().sorted(Comparator.comparing(FarmRow::id)).toList();
    insert(inOrder.stream().filter(row -> !registered.contains(row.id())).toList());
    update(inOrder.stream().filter(row -> registered.contains(row.id())).toList());
  }

  private void insert(List<FarmRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into farm (external_farm_id, version, is_active, state, updated_at,
                              source_updated_at, slug, is_purged, tenant, created_at)
            select * from unnest(?::uuid[], ?::bigint[], ?::boolean[], ?::text[], ?::timestamptz[],
                                 ?::timestamptz[], ?::text[], ?::boolean[], ?::text[],
                                 ?::timestamptz[])\
            """)
        .params(
            Stream.concat(
                    changing(rows).stream(),
                    Stream.of(
                        array("text", rows, row -> row.state().tenant()),
                        array("text", rows, row -> row.state().createdAt().toString())))
                .toList())
        .update();
  }

  private void update(List<FarmRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    int updated =
        jdbc.sql(
                """
                update farm set version = new.version, is_active = new.is_active, state = new.state,
                                updated_at = new.updated_at, source_updated_at = new.source_updated_at,
                                slug = new.slug, is_purged = new.is_purged
                from unnest(?::uuid[], ?::bigint[], ?::boolean[], ?::text[], ?::timestamptz[],
                            ?::timestamptz[], ?::text[], ?::boolean[])
                     as new (id, version, is_active, state, updated_at, source_updated_at, slug,
                             is_purged)
                where external_farm_id = new.id\
                """)
            .params(changing(rows))
            .update();
    if (updated != rows.size()) {
      throw new IllegalStateException(
          "farm rows updated: " + updated + " (expected: " + rows.size() + ", all locked)");
    }
  }

  private static List<Object> changing(List<FarmRow> rows) {
    return List.of(
        array("uuid", rows, FarmRow::id),
        array("bigint", rows, row -> row.state().version()),
        array("boolean", rows, row -> row.state().isActive()),
        array("text", rows, row -> json(row.state())),
        array("text", rows, row -> row.state().updatedAt().toString()),
        array(
            "text",
            rows,
            row -> row.sourceUpdatedAt() == null ? null : row.sourceUpdatedAt().toString()),
        array("text", rows, row -> row.state().slug()),
        array("boolean", rows, FarmRow::isPurged));
  }

  private static String payload(FarmEvent event) {
    return new String(Objects.requireNonNull(EVENTS.write(event)), StandardCharsets.UTF_8);
  }

  private static String headers(Origin origin) {
    var headers = new LinkedHashMap<String, String>();
    if (origin.traceParent() != null) {
      headers.put(EventHeaders.TRACE_PARENT, origin.traceParent());
    }
    headers.put(EventHeaders.REQUEST_ID, origin.requestId());
    return WireJson.mapper().writeValueAsString(headers);
  }

  static String json(FarmState farm) {
    return WireJson.mapper().writeValueAsString(farm);
  }

  static FarmState state(String json) {
    return WireJson.mapper().readValue(json, FarmState.class);
  }

  private static <T> SqlArrayValue array(
      String type, List<T> rows, Function<T, ? extends @Nullable Object> column) {
    return new SqlArrayValue(type, rows.stream().map(column).toArray());
  }
}

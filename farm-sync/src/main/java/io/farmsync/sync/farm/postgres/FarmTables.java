package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.farm.FarmHistory.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
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
  Map<UUID, FarmState> lock(Collection<UUID> ids) {
    var farms = new LinkedHashMap<UUID, FarmState>();
    jdbc
        .sql(
            "select state from farm where external_farm_id = any(?) order by external_farm_id for"
                + " update")
        .param(array("uuid", ids.stream().distinct().toList(), id -> id))
        .query(String.class)
        .list()
        .stream()
        .map(FarmTables::state)
        .forEach(farm -> farms.put(farm.externalFarmId(), farm));
    return farms;
  }

  Optional<FarmState> find(UUID id) {
    return jdbc.sql("select state from farm where external_farm_id = ?")
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
        .map(json -> Objects.requireNonNull(EVENTS.read(json.getBytes(StandardCharsets.UTF_8))))
        .toList();
  }

  Set<String> takenSlugs(String tenant, Collection<String> slugs) {
    return jdbc.sql("select slug from farm where tenant = ? and slug = any(?)")
        .params(tenant, array("text", List.copyOf(slugs), slug -> slug))
        .query(String.class)
        .set();
  }

  /** Appends events as they go on the wire. */
  void append(List<FarmEvent> events, Origin origin) {
    if (events.isEmpty()) {
      return;
    }
    String headers = headers(origin);
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
            array("text", events, _ -> headers))
        .update();
  }

  /**
   * Brings the current states up to date.
   *
   * @param registered ids of the farms that have a row
   * @throws org.springframework.dao.DuplicateKeyException if a new farm, or its slug, is there now
   */
  void save(List<FarmState> farms, Set<UUID> registered) {
    insert(farms.stream().filter(farm -> !registered.contains(farm.externalFarmId())).toList());
    update(farms.stream().filter(farm -> registered.contains(farm.externalFarmId())).toList());
  }

  private void insert(List<FarmState> farms) {
    if (farms.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into farm (external_farm_id, version, is_active, state, updated_at, tenant, slug,
                              created_at)
            select * from unnest(?::uuid[], ?::bigint[], ?::boolean[], ?::text[], ?::timestamptz[],
                                 ?::text[], ?::text[], ?::timestamptz[])\
            """)
        .params(
            array("uuid", farms, FarmState::externalFarmId),
            array("bigint", farms, FarmState::version),
            array("boolean", farms, FarmState::isActive),
            array("text", farms, FarmTables::json),
            array("text", farms, farm -> farm.updatedAt().toString()),
            array("text", farms, FarmState::tenant),
            array("text", farms, FarmState::slug),
            array("text", farms, farm -> farm.createdAt().toString()))
        .update();
  }

  private void update(List<FarmState> farms) {
    if (farms.isEmpty()) {
      return;
    }
    int updated =
        jdbc.sql(
                """
                update farm set version = new.version, is_active = new.is_active, state = new.state,
                                updated_at = new.updated_at
                from unnest(?::uuid[], ?::bigint[], ?::boolean[], ?::text[], ?::timestamptz[])
                     as new (id, version, is_active, state, updated_at)
                where external_farm_id = new.id\
                """)
            .params(
                array("uuid", farms, FarmState::externalFarmId),
                array("bigint", farms, FarmState::version),
                array("boolean", farms, FarmState::isActive),
                array("text", farms, FarmTables::json),
                array("text", farms, farm -> farm.updatedAt().toString()))
            .update();
    if (updated != farms.size()) {
      throw new IllegalStateException(
          "farm rows updated: " + updated + " (expected: " + farms.size() + ", all locked)");
    }
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
      String type, List<T> rows, Function<T, ? extends Object> column) {
    return new SqlArrayValue(type, rows.stream().map(column).toArray());
  }
}

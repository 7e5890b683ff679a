package io.farmsync.sync.farm.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table of Nextcloud's Tables app in which each row is a farm.
 *
 * @param columns id of the column of each member of a farm
 */
record FarmTable(long id, Map<String, String> columns) {

  private static final String NAME = "farm-sync.nextcloud.tables (NEXTCLOUD_FARM_TABLES_JSON)";
  private static final String FARM_ID = "external_farm_id";
  private static final String USER_ID = "external_user_id";
  private static final String GEOMETRY = "geometry";
  private static final Set<String> BBOX = Set.of("south", "west", "north", "east");
  private static final Set<String> CENTROID = Set.of("lat", "lon");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * The tables by their ids; none for a blank text.
   *
   * @throws IllegalArgumentException if it is anything else than the documented form
   */
  static Map<Long, FarmTable> parse(String json) {
    if (json.isBlank()) {
      return Map.of();
    }
    try {
      var tables = new HashMap<Long, FarmTable>();
      JsonMapper.shared()
          .readTree(json)
          .properties()
          .forEach(entry -> {
            long id = Long.parseLong(entry.getKey());
            tables.put(id, table(id, entry.getValue()));
          });
      if (!tables.isEmpty()) {
        return Map.copyOf(tables);
      }
    } catch (JacksonException | NumberFormatException e) {
      // named below
    }
    throw new IllegalArgumentException(
        NAME
            + " is not a JSON object from table ids to columns, such as {\"7\": {\"name\": 31, …}}");
  }

  private static FarmTable table(long id, JsonNode columns) {
    var byMember = new HashMap<String, String>();
    columns
        .properties()
        .forEach(entry -> {
          String member = entry.getKey();
          boolean known =
              BBOX.contains(member)
                  || CENTROID.contains(member)
                  || Set.of("name", GEOMETRY, FARM_ID, USER_ID).contains(member);
          if (!known || !entry.getValue().isIntegralNumber()) {
            throw new IllegalArgumentException(
                NAME
                    + ": table "
                    + id
                    + ", \""
                    + member
                    + "\" is no member of a farm with a column");
          }
          byMember.put(member, entry.getValue().asString());
        });
    if (!byMember.containsKey("name")
        || !(byMember.keySet().containsAll(BBOX) || byMember.containsKey(GEOMETRY))) {
      throw new IllegalArgumentException(
          NAME + ": table " + id + " needs a column for name, and for the bbox or a geometry");
    }
    return new FarmTable(id, Map.copyOf(byMember));
  }

  /**
   * The farm of a row: what its column says, or an id that only this row of this tenant has.
   *
   * @return empty if the column holds no UUID
   */
  Optional<UUID> farmId(String tenant, JsonNode row) {
    if (!columns.containsKey(FARM_ID)) {
      String place = "nextcloud-tables/" + tenant + "/" + id + "/" + row.path("rowId").asString("");
      return Optional.of(UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)));
    }
    JsonNode value = value(row, FARM_ID);
    return value == null || !value.isString()
        ? Optional.empty()
        : FarmIds.parse(value.stringValue().strip());
  }

  /** The row as the payload of a sync; what the table has no column for is left out. */
  ObjectNode payload(String tenant, JsonNode row, @Nullable String user, Instant at) {
    var payload = NODES.objectNode();
    farmId(tenant, row).ifPresent(farm -> payload.put(FARM_ID, farm.toString()));
    JsonNode owner = value(row, USER_ID);
    if (owner != null) {
      payload.set(USER_ID, owner);
    } else if (user != null) {
      payload.put(USER_ID, user);
    }
    copy(row, "name", payload);
    JsonNode outline = value(row, GEOMETRY);
    if (outline != null && outline.isString() && !outline.stringValue().isBlank()) {
      payload.set(
          GEOMETRY, PayloadJson.parse(outline.stringValue().getBytes(StandardCharsets.UTF_8)));
    }
    copyAll(row, "bbox", BBOX, payload);
    copyAll(row, "centroid", CENTROID, payload);
    payload.put("source_updated_at", at.toString());
    return payload;
  }

  private void copyAll(JsonNode row, String object, Set<String> members, ObjectNode payload) {
    var part = NODES.objectNode();
    members.forEach(member -> copy(row, member, part));
    if (!part.isEmpty()) {
      payload.set(object, part);
    }
  }

  private void copy(JsonNode row, String member, ObjectNode to) {
    JsonNode value = value(row, member);
    if (value != null) {
      to.set(member, value);
    }
  }

  /** The cell, null if it is empty; columns are named by their ids. */
  private @Nullable JsonNode value(JsonNode row, String member) {
    String column = columns.get(member);
    JsonNode values = row.path("values");
    JsonNode value = column == null ? null : values.get(column);
    return value == null || value.isNull() ? null : value;
  }
}

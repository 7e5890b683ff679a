package io.farmsync.samples;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The collections that are served and their items, newest first. Items are as on disk but for the
 * assets' addresses.
 */
final class StacItems {

  /** One item with what a search asks about. */
  record Item(
      String id, String collection, Instant datetime, Geometry footprint, ObjectNode json) {}

  private static final String ROOT = "stac/";
  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.comparing(Item::datetime)
          .reversed()
          .thenComparing(Item::id)
          .thenComparing(Item::collection);

  private final Map<String, ObjectNode> collections = new LinkedHashMap<>();
  private final Map<String, List<String>> aliases;
  private final List<Item> items;

  /**
   * Serves the named collections, or all if none is named; aliases name collections that are served
   * or not.
   */
  StacItems(
      SampleData data,
      URI files,
      List<String> served,
      Map<String, List<String>> aliases,
      UnaryOperator<ObjectNode> alteration) {
    var found = new ArrayList<Item>();
    for (var id : served.isEmpty() ? everyCollection(data) : served) {
      collections.put(id, (ObjectNode) data.json(ROOT + id + "/collection.json"));
      for (var feature : data.json(ROOT + id + "/items.json").get("features")) {
        found.add(item(id, alteration.apply(relocated((ObjectNode) feature, files))));
      }
    }
    this.aliases = aliases;
    this.items = found.stream().sorted(NEWEST_FIRST).toList();
  }

  Stream<Item> newestFirst() {
    return items.stream();
  }

  /** The sample collections behind a name: itself, or those of an alias. */
  List<String> resolve(String collection) {
    return aliases.getOrDefault(collection, List.of(collection));
  }

  /** Names under which a search finds something, aliases first. */
  List<String> collectionIds() {
    return Stream.concat(aliases.keySet().stream(), collections.keySet().stream())
        .distinct()
        .toList();
  }

  /** A collection document; an alias shows the first of its members under its own name. */
  Optional<ObjectNode> collection(String id) {
    return resolve(id).stream()
        .map(collections::get)
        .filter(found -> found != null)
        .findFirst()
        .map(found -> found.deepCopy().put("id", id));
  }

  Optional<ObjectNode> find(String collection, String id) {
    var members = resolve(collection);
    return newestFirst()
        .filter(item -> members.contains(item.collection()) && item.id().equals(id))
        .map(Item::json)
        .findFirst();
  }

  private static List<String> everyCollection(SampleData data) {
    var ids = new TreeSet<String>();
    for (var path : data.list(ROOT)) {
      if (path.endsWith("/collection.json") && path.split("/", -1).length == 3) {
        ids.add(path.split("/", -1)[1]);
      }
    }
    return List.copyOf(ids);
  }

  private static ObjectNode relocated(ObjectNode feature, URI files) {
    for (var asset : feature.get("assets")) {
      var href = asset.get("href").stringValue();
      ((ObjectNode) asset).put("href", files + "/" + href.replaceFirst("^(\\.\\./)+", ""));
    }
    return feature;
  }

  private static Item item(String collection, ObjectNode feature) {
    return new Item(
        feature.get("id").stringValue(),
        collection,
        OffsetDateTime.parse(datetime(feature).stringValue()).toInstant(),
        GeoJson.geometry(feature.get("geometry")),
        feature);
  }

  private static JsonNode datetime(ObjectNode feature) {
    return feature.get("properties").get("datetime");
  }
}

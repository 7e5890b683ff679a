package io.farmsync.standalone.demo;

import io.farmsync.samples.SampleData;
import io.farmsync.standalone.client.GeoJsonBounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A real field of the samples, as the demo posts it.
 *
 * @param site whose imagery covers it
 * @param geometry GeoJSON
 */
record DemoFarm(UUID id, String site, String name, String owner, JsonNode geometry) {

  /**
   * Places of the samples and which of their fields are posted: with holes, under cloud, on two
   * tiles, very large.
   */
  private static final Map<String, List<String>> CHOSEN = chosen();

  private static Map<String, List<String>> chosen() {
    var chosen = new LinkedHashMap<String, List<String>>();
    chosen.put("pajottenland", List.of("pj-02", "pj-03", "pj-11", "pj-13"));
    chosen.put("menen", List.of("mn-02", "mn-08"));
    chosen.put("mol", List.of("mol-01", "mol-03"));
    chosen.put("postel", List.of("postel-01", "postel-04", "postel-09", "postel-10"));
    return chosen;
  }

  static List<DemoFarm> all(SampleData samples) {
    var farms = new ArrayList<DemoFarm>();
    CHOSEN.forEach((site, fields) -> {
      for (JsonNode feature : samples.json("fields/" + site + ".geojson").get("features")) {
        String field = feature.get("id").asString();
        if (fields.contains(field)) {
          farms.add(
              new DemoFarm(
                  UUID.nameUUIDFromBytes(("demo " + field).getBytes(StandardCharsets.UTF_8)),
                  site,
                  feature.at("/properties/name").asString(),
                  site + "-farmer",
                  feature.get("geometry")));
        }
      }
    });
    return farms;
  }

  /** The body of the sync request. */
  Map<String, Object> payload() {
    return Map.of(
        "external_farm_id", id.toString(),
        "external_user_id", owner,
        "name", name,
        "bbox", GeoJsonBounds.of(geometry),
        "geometry", geometry);
  }
}

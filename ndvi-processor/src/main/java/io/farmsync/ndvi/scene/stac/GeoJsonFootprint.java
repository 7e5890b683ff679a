package io.farmsync.ndvi.scene.stac;

import java.util.ArrayList;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import tools.jackson.databind.JsonNode;

/** An item's footprint: its geometry, or its box where that is missing or broken. */
final class GeoJsonFootprint {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private GeoJsonFootprint() {}

  /**
   * @throws IllegalArgumentException if the item has neither
   */
  static Geometry of(JsonNode item) {
    JsonNode geometry = item.path("geometry");
    try {
      Geometry footprint =
          switch (geometry.path("type").stringValue("")) {
            case "Polygon" -> polygon(geometry.path("coordinates"));
            case "MultiPolygon" ->
                GEOMETRIES.createMultiPolygon(
                    geometry
                        .path("coordinates")
                        .valueStream()
                        .map(GeoJsonFootprint::polygon)
                        .toArray(Polygon[]::new));
            default -> box(item);
          };
      return footprint.isValid() ? footprint : box(item);
    } catch (IllegalArgumentException openRing) {
      return box(item);
    }
  }

  private static Polygon polygon(JsonNode rings) {
    return GEOMETRIES.createPolygon(coordinates(rings.path(0))); // footprints have no holes
  }

  private static Coordinate[] coordinates(JsonNode ring) {
    var vertices = new ArrayList<Coordinate>();
    for (JsonNode vertex : ring) {
      vertices.add(
          new Coordinate(vertex.path(0).asDouble(Double.NaN), vertex.path(1).asDouble(Double.NaN)));
    }
    return vertices.toArray(Coordinate[]::new);
  }

  private static Geometry box(JsonNode item) {
    JsonNode bbox = item.path("bbox");
    int half = bbox.size() / 2; // 2, or 3 with heights
    if (half < 2) {
      throw new IllegalArgumentException("item has neither a usable geometry nor a bbox");
    }
    return GEOMETRIES.toGeometry(
        new Envelope(
            bbox.path(0).asDouble(),
            bbox.path(half).asDouble(),
            bbox.path(1).asDouble(),
            bbox.path(half + 1).asDouble()));
  }
}

package io.farmsync.samples;

import java.util.ArrayList;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import tools.jackson.databind.JsonNode;

/** GeoJSON areas and points as JTS geometries, longitude first. */
final class GeoJson {

  private static final GeometryFactory FACTORY = new GeometryFactory();

  private GeoJson() {}

  /**
   * @throws IllegalArgumentException if it is no Point, Polygon or MultiPolygon
   */
  static Geometry geometry(JsonNode geometry) {
    var coordinates = geometry.path("coordinates");
    return switch (geometry.path("type").asString("")) {
      case "Point" -> FACTORY.createPoint(position(coordinates));
      case "Polygon" -> polygon(coordinates);
      case "MultiPolygon" -> {
        var parts = new ArrayList<Polygon>();
        coordinates.forEach(part -> parts.add(polygon(part)));
        yield FACTORY.createMultiPolygon(parts.toArray(Polygon[]::new));
      }
      default ->
          throw new IllegalArgumentException(
              "geometry type: "
                  + geometry.path("type")
                  + " (expected: Point, Polygon or MultiPolygon)");
    };
  }

  /** West, south, east, north in degrees; west greater than east crosses the date line. */
  static Geometry box(double west, double south, double east, double north) {
    if (west <= east) {
      return FACTORY.toGeometry(new Envelope(west, east, south, north));
    }
    return box(west, south, 180, north).union(box(-180, south, east, north));
  }

  private static Polygon polygon(JsonNode rings) {
    var all = new ArrayList<LinearRing>();
    for (var ring : rings) {
      var positions = new ArrayList<Coordinate>();
      ring.forEach(position -> positions.add(position(position)));
      all.add(FACTORY.createLinearRing(positions.toArray(Coordinate[]::new)));
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("coordinates: a polygon without rings");
    }
    return FACTORY.createPolygon(
        all.getFirst(), all.subList(1, all.size()).toArray(LinearRing[]::new));
  }

  private static Coordinate position(JsonNode position) {
    if (position.size() < 2 || !position.get(0).isNumber() || !position.get(1).isNumber()) {
      throw new IllegalArgumentException(
          "coordinates: " + position + " (expected: [longitude, latitude])");
    }
    return new Coordinate(position.get(0).doubleValue(), position.get(1).doubleValue());
  }
}

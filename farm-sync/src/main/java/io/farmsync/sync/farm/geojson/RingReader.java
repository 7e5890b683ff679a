package io.farmsync.sync.farm.geojson;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import tools.jackson.databind.JsonNode;

/**
 * GeoJSON coordinates to JTS. Repeated positions are dropped and altitudes are not kept; neither
 * changes the outline. All else that is not as RFC 7946 wants it is a fault.
 */
final class RingReader {

  private static final int MAX_POSITIONS = 20_000;
  private static final int MAX_PARTS = 500;
  private static final int FEWEST_POSITIONS = 4;

  private final GeometryFactory factory = new GeometryFactory();
  private int positions;

  /** One polygon or several, as the geometry's type says. */
  MultiPolygon read(JsonNode geometry) {
    JsonNode coordinates = geometry.path("coordinates");
    return switch (geometry.path("type").asString("")) {
      case "Polygon" ->
          factory.createMultiPolygon(new Polygon[] {polygon(coordinates, "coordinates")});
      case "MultiPolygon" -> multiPolygon(coordinates);
      default ->
          throw Fault.ofGeometry(
              "Must be a GeoJSON Polygon or MultiPolygon, or a Feature of one; its type is "
                  + type(geometry)
                  + ".");
    };
  }

  private static String type(JsonNode geometry) {
    JsonNode type = geometry.path("type");
    String text = type.isString() ? type.stringValue() : "missing";
    return text.length() <= 40 ? text : text.substring(0, 40);
  }

  private MultiPolygon multiPolygon(JsonNode coordinates) {
    var parts = elements(coordinates, "coordinates", MAX_PARTS);
    var polygons = new ArrayList<Polygon>();
    for (int i = 0; i < parts.size(); i++) {
      polygons.add(polygon(parts.get(i), "coordinates[" + i + "]"));
    }
    return factory.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }

  private Polygon polygon(JsonNode rings, String place) {
    var all = elements(rings, place, MAX_PARTS);
    var holes = new ArrayList<LinearRing>();
    for (int i = 1; i < all.size(); i++) {
      holes.add(ring(all.get(i), place + "[" + i + "]"));
    }
    return factory.createPolygon(
        ring(all.getFirst(), place + "[0]"), holes.toArray(LinearRing[]::new));
  }

  private LinearRing ring(JsonNode node, String place) {
    var all = elements(node, place, MAX_POSITIONS);
    positions += all.size();
    if (positions > MAX_POSITIONS) {
      throw Fault.ofGeometry("Must have at most " + MAX_POSITIONS + " positions in all.");
    }
    var ring = new ArrayList<Coordinate>();
    for (int i = 0; i < all.size(); i++) {
      var position = position(all.get(i), place + "[" + i + "]");
      if (ring.isEmpty() || !ring.getLast().equals2D(position)) {
        ring.add(position);
      }
    }
    if (!ring.getFirst().equals2D(ring.getLast()) || all.size() < 2) {
      throw Fault.ofGeometry(
          "The ring at " + place + " is not closed: its last position must repeat its first.");
    }
    if (ring.size() < FEWEST_POSITIONS) {
      throw Fault.ofGeometry("The ring at " + place + " has fewer than three different positions.");
    }
    return factory.createLinearRing(ring.toArray(Coordinate[]::new));
  }

  private static Coordinate position(JsonNode node, String place) {
    if (!node.isArray() || node.size() < 2 || node.size() > 4) {
      throw Fault.ofGeometry(
          "The position at " + place + " must be a list of longitude and latitude.");
    }
    return new Coordinate(
        degrees(node.get(0), 180, "longitude", place), degrees(node.get(1), 90, "latitude", place));
  }

  private static double degrees(JsonNode node, int limit, String what, String place) {
    if (!node.isNumber()) {
      throw Fault.ofGeometry("The " + what + " at " + place + " is not a number.");
    }
    double degrees = node.doubleValue();
    if (!(Math.abs(degrees) <= limit)) { // not a number is refused too
      throw Fault.ofGeometry(
          "The "
              + what
              + " at "
              + place
              + " is not from -"
              + limit
              + " to "
              + limit
              + "; coordinates are WGS 84 degrees, longitude first, and a field across the"
              + " antimeridian must be registered as two farms.");
    }
    return degrees + 0.0; // no negative zero
  }

  private static List<JsonNode> elements(JsonNode node, String place, int most) {
    if (!node.isArray() || node.isEmpty()) {
      throw Fault.ofGeometry("There must be a list at " + place + " that is not empty.");
    }
    if (node.size() > most) {
      throw Fault.ofGeometry("The list at " + place + " has more than " + most + " elements.");
    }
    var elements = new ArrayList<JsonNode>(node.size());
    node.forEach(elements::add);
    return elements;
  }
}

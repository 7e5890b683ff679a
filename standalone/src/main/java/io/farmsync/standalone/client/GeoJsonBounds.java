package io.farmsync.standalone.client;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The bbox of a GeoJSON geometry as the sync request wants it: five decimals, rounded outwards. */
public final class GeoJsonBounds {

  private static final int DECIMALS = 5;

  private double west = Double.MAX_VALUE;
  private double south = Double.MAX_VALUE;
  private double east = -Double.MAX_VALUE;
  private double north = -Double.MAX_VALUE;

  private GeoJsonBounds() {}

  /** The members {@code south}, {@code west}, {@code north}, {@code east} in degrees. */
  public static Map<String, BigDecimal> of(JsonNode geometry) {
    var bounds = new GeoJsonBounds();
    bounds.include(geometry.get("coordinates"));
    return Map.of(
        "west", degrees(bounds.west, RoundingMode.FLOOR),
        "south", degrees(bounds.south, RoundingMode.FLOOR),
        "east", degrees(bounds.east, RoundingMode.CEILING),
        "north", degrees(bounds.north, RoundingMode.CEILING));
  }

  private void include(JsonNode coordinates) {
    if (!coordinates.get(0).isNumber()) {
      coordinates.forEach(this::include);
      return;
    }
    double longitude = coordinates.get(0).asDouble();
    double latitude = coordinates.get(1).asDouble();
    west = Math.min(west, longitude);
    south = Math.min(south, latitude);
    east = Math.max(east, longitude);
    north = Math.max(north, latitude);
  }

  private static BigDecimal degrees(double value, RoundingMode outwards) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, outwards);
  }
}

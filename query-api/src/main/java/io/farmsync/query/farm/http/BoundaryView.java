package io.farmsync.query.farm.http;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Geometry;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A farm's boundary as a GeoJSON Feature (RFC 7946).
 *
 * @param bbox west, south, east, north in degrees
 * @param geometry the boundary as it was synced, or the rectangle of the bbox where only that is
 *     known
 */
record BoundaryView(
    String type, UUID id, List<Double> bbox, Geometry geometry, Properties properties) {

  /** What a map shows beside the boundary. */
  record Properties(String name, @Nullable Double areaHa, long version) {}

  static BoundaryView of(KnownFarm farm) {
    var state = farm.state();
    var bbox = state.bbox();
    return new BoundaryView(
        "Feature",
        farm.id(),
        List.of(
            bbox.west().doubleValue(),
            bbox.south().doubleValue(),
            bbox.east().doubleValue(),
            bbox.north().doubleValue()),
        state.geometry() == null ? rectangle(bbox) : state.geometry(),
        new Properties(state.name(), state.areaHa(), farm.version()));
  }

  /** Counter-clockwise, closed. */
  private static Geometry rectangle(Bbox bbox) {
    double west = bbox.west().doubleValue();
    double south = bbox.south().doubleValue();
    double east = bbox.east().doubleValue();
    double north = bbox.north().doubleValue();
    return new Geometry.Polygon(
        List.of(
            List.of(
                List.of(west, south),
                List.of(east, south),
                List.of(east, north),
                List.of(west, north),
                List.of(west, south))));
  }
}

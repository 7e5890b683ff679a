package io.farmsync.ndvi.zonal;

import io.farmsync.schemas.Bbox;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;

/**
 * The land of a farm as geometry: its exact boundary if there is one, else its box. WGS 84,
 * longitude as x.
 */
public final class FieldBoundary {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private FieldBoundary() {}

  /**
   * @throws IllegalArgumentException if the boundary is not valid, since its coverage would mean
   *     nothing
   */
  public static Geometry of(io.farmsync.schemas.@Nullable Geometry boundary, Bbox box) {
    Geometry field =
        switch (boundary) {
          case null -> GEOMETRIES.toGeometry(envelope(box));
          case io.farmsync.schemas.Geometry.Polygon(var rings) -> polygon(rings);
          case io.farmsync.schemas.Geometry.MultiPolygon(var polygons) ->
              GEOMETRIES.createMultiPolygon(
                  polygons.stream().map(FieldBoundary::polygon).toArray(Polygon[]::new));
        };
    var validity = new IsValidOp(field);
    if (!validity.isValid()) {
      throw new IllegalArgumentException("boundary is not valid: " + validity.getValidationError());
    }
    return field;
  }

  private static Envelope envelope(Bbox box) {
    return new Envelope(
        box.west().doubleValue(),
        box.east().doubleValue(),
        box.south().doubleValue(),
        box.north().doubleValue());
  }

  private static Polygon polygon(List<List<List<Double>>> rings) {
    if (rings.isEmpty()) {
      throw new IllegalArgumentException("polygon has no ring (expected: at least one)");
    }
    return GEOMETRIES.createPolygon(
        ring(rings.getFirst()),
        rings.stream().skip(1).map(FieldBoundary::ring).toArray(LinearRing[]::new));
  }

  private static LinearRing ring(List<List<Double>> positions) {
    return GEOMETRIES.createLinearRing(
        positions.stream()
            .map(position -> new Coordinate(position.get(0), position.get(1)))
            .toArray(Coordinate[]::new));
  }
}

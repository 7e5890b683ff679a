package io.farmsync.sync.farm.geojson;

import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.Area;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.valid.IsValidOp;

/**
 * Outlines that mean one surface and no other. Registers publish parcels whose rounded coordinates
 * touch or cross by a hair; those are mended. Where mending would change the surface, such as in a
 * bow tie, only the sender knows what was meant.
 */
final class Validity {

  /** Share of the area that mending may change. */
  private static final double HAIR = 1e-4;

  private Validity() {}

  /**
   * A valid outline.
   *
   * @param repair what was mended and where, null if nothing was
   */
  record Checked(MultiPolygon outline, @Nullable String repair) {}

  /**
   * The outline as it is if it is valid, else mended.
   *
   * @throws Fault if it cannot be mended without changing its surface
   */
  static Checked of(MultiPolygon outline) {
    var error = new IsValidOp(outline).getValidationError();
    if (error == null) {
      return new Checked(outline, null);
    }
    var at = error.getCoordinate();
    String place = error.getMessage() + " at longitude " + at.getX() + ", latitude " + at.getY();
    var mended = polygons(GeometryFixer.fix(outline));
    double drawn = drawnArea(outline);
    if (mended == null || Math.abs(mended.getArea() - drawn) > HAIR * drawn) {
      throw Fault.ofGeometry(place + "; correct the outline there.");
    }
    return new Checked(mended, place.toLowerCase(Locale.ROOT));
  }

  private static @Nullable MultiPolygon polygons(Geometry geometry) {
    return switch (geometry) {
      case MultiPolygon many when !many.isEmpty() -> many;
      case Polygon one when !one.isEmpty() ->
          one.getFactory().createMultiPolygon(new Polygon[] {one});
      default -> null;
    };
  }

  /**
   * What the rings enclose if each crossing is taken as drawn: loops the other way round count
   * less.
   */
  private static double drawnArea(MultiPolygon outline) {
    double area = 0;
    for (int i = 0; i < outline.getNumGeometries(); i++) {
      var polygon = (Polygon) outline.getGeometryN(i);
      area += drawnArea(polygon.getExteriorRing());
      area -=
          IntStream.range(0, polygon.getNumInteriorRing())
              .mapToObj(polygon::getInteriorRingN)
              .mapToDouble(Validity::drawnArea)
              .sum();
    }
    return area;
  }

  private static double drawnArea(LinearRing ring) {
    return Math.abs(Area.ofRingSigned(ring.getCoordinates()));
  }
}

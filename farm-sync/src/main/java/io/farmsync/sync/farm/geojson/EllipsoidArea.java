package io.farmsync.sync.farm.geojson;

import io.farmsync.schemas.Bbox;
import java.util.Arrays;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.PolygonArea;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/**
 * Areas on the WGS 84 ellipsoid in hectares (GeographicLib, C. F. F. Karney, Algorithms for
 * geodesics, 2013). Edges are geodesics, which differ from straight lines in degrees by less than
 * the outline's own precision for anything as small as a farm; the sides of a bbox are parallels.
 */
final class EllipsoidArea {

  private static final double SQUARE_METRES_PER_HECTARE = 10_000;

  private EllipsoidArea() {}

  /** Between two parallels and two meridians, in closed form. */
  static double hectares(Bbox bbox) {
    double width = Math.toRadians(bbox.east().doubleValue() - bbox.west().doubleValue());
    double semiMinor = Geodesic.WGS84.EquatorialRadius() * (1 - Geodesic.WGS84.Flattening());
    double height = zone(bbox.north().doubleValue()) - zone(bbox.south().doubleValue());
    return semiMinor * semiMinor / 2 * width * height / SQUARE_METRES_PER_HECTARE;
  }

  static double hectares(MultiPolygon outline) {
    double area = 0;
    for (int i = 0; i < outline.getNumGeometries(); i++) {
      var polygon = (Polygon) outline.getGeometryN(i);
      area += hectares(polygon.getExteriorRing().getCoordinates());
      for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
        area -= hectares(polygon.getInteriorRingN(hole).getCoordinates());
      }
    }
    return area;
  }

  private static double hectares(Coordinate... ring) {
    var area = new PolygonArea(Geodesic.WGS84, false);
    Arrays.stream(ring).forEach(at -> area.AddPoint(at.getY(), at.getX()));
    return Math.abs(area.Compute().area) / SQUARE_METRES_PER_HECTARE;
  }

  /**
   * Area from the equator to a parallel, for one radian of longitude and in units of half the
   * square of the semi-minor axis (J. P. Snyder, Map Projections: A Working Manual, 1987, eq.
   * 3-12).
   */
  private static double zone(double latitude) {
    double flattening = Geodesic.WGS84.Flattening();
    double e = Math.sqrt(flattening * (2 - flattening));
    double sine = Math.sin(Math.toRadians(latitude));
    return sine / (1 - e * e * sine * sine) + Math.log((1 + e * sine) / (1 - e * sine)) / (2 * e);
  }
}

package io.farmsync.sync.farm.geojson;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Geometry;
import io.farmsync.sync.farm.Boundary;
import io.farmsync.sync.farm.BoundarySurvey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Boundaries from GeoJSON. What leaves here is as RFC 7946 wants it: rings closed, exterior rings
 * counterclockwise, holes clockwise, two numbers a position. What would have to be guessed, such as
 * a bow tie, is refused with its place.
 */
final class GeoJsonSurvey implements BoundarySurvey {

  private static final int DECIMALS = 5;

  /** How far a bbox may be from the outline's: one unit of its last decimal, however rounded. */
  private static final BigDecimal TOLERANCE = BigDecimal.ONE.movePointLeft(DECIMALS);

  /** Wider than any farm: the parts lie on both sides of the antimeridian. */
  private static final double HALF_THE_GLOBE = 180;

  private static final double SMALLEST_HECTARES = 0.0001;

  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public Boundary of(Bbox bbox) {
    return new Boundary(bbox, null, EllipsoidArea.hectares(bbox));
  }

  @Override
  public Survey of(String geoJson, @Nullable Bbox claimed) {
    try {
      var checked = Validity.of(new RingReader().read(geometry(JSON.readTree(geoJson))));
      MultiPolygon outline = checked.outline();
      requireOneSide(outline);
      Bbox derived = bbox(outline);
      if (claimed != null) {
        requireAgreement(claimed, derived);
      }
      var boundary =
          new Boundary(claimed == null ? derived : claimed, geometry(outline), hectares(outline));
      return new Survey.Surveyed(boundary, checked.repair());
    } catch (Fault fault) {
      return new Survey.Refused(fault.field(), fault.problem());
    } catch (JacksonException e) {
      return new Survey.Refused("geometry", "Must be a GeoJSON Polygon or MultiPolygon.");
    }
  }

  /** The geometry itself, out of a Feature if it is wrapped in one. */
  private static JsonNode geometry(JsonNode node) {
    if (!node.isObject()) {
      throw Fault.ofGeometry("Must be a GeoJSON object.");
    }
    if (node.hasNonNull("crs") && !node.at("/crs/properties/name").asString("").endsWith("CRS84")) {
      throw Fault.ofGeometry("Must not name a crs: coordinates are WGS 84 degrees (RFC 7946).");
    }
    return node.path("type").asString("").equals("Feature") ? node.path("geometry") : node;
  }

  private static double hectares(MultiPolygon outline) {
    double area = EllipsoidArea.hectares(outline);
    if (area < SMALLEST_HECTARES) {
      throw Fault.ofGeometry("The outline encloses no area to speak of: less than a square metre.");
    }
    return area;
  }

  private static void requireOneSide(MultiPolygon outline) {
    var envelope = outline.getEnvelopeInternal();
    if (envelope.getWidth() > HALF_THE_GLOBE) {
      throw Fault.ofGeometry(
          "The outline lies on both sides of the antimeridian, or spans more than half the globe;"
              + " register the part on each side as a farm of its own.");
    }
  }

  /** The smallest rectangle of five decimals that holds the outline. */
  private static Bbox bbox(MultiPolygon outline) {
    var envelope = outline.getEnvelopeInternal();
    return new Bbox(
        rounded(envelope.getMinY(), RoundingMode.FLOOR),
        rounded(envelope.getMinX(), RoundingMode.FLOOR),
        rounded(envelope.getMaxY(), RoundingMode.CEILING),
        rounded(envelope.getMaxX(), RoundingMode.CEILING));
  }

  private static BigDecimal rounded(double degrees, RoundingMode mode) {
    return BigDecimal.valueOf(degrees).setScale(DECIMALS, mode);
  }

  private static void requireAgreement(Bbox claimed, Bbox derived) {
    boolean fits =
        fits(claimed.south(), derived.south())
            && fits(claimed.west(), derived.west())
            && fits(claimed.north(), derived.north())
            && fits(claimed.east(), derived.east());
    if (!fits) {
      throw Fault.ofBbox(
          "Does not fit the geometry, whose bbox is south "
              + derived.south()
              + ", west "
              + derived.west()
              + ", north "
              + derived.north()
              + ", east "
              + derived.east()
              + "; leave bbox out to have it derived.");
    }
  }

  private static boolean fits(BigDecimal claimed, BigDecimal derived) {
    return claimed.subtract(derived).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Geometry geometry(MultiPolygon outline) {
    var polygons =
        IntStream.range(0, outline.getNumGeometries())
            .mapToObj(i -> rings((Polygon) outline.getGeometryN(i)))
            .toList();
    return polygons.size() == 1
        ? new Geometry.Polygon(polygons.getFirst())
        : new Geometry.MultiPolygon(polygons);
  }

  private static List<List<List<Double>>> rings(Polygon polygon) {
    var holes =
        IntStream.range(0, polygon.getNumInteriorRing())
            .mapToObj(i -> positions(polygon.getInteriorRingN(i), false));
    return Stream.concat(Stream.of(positions(polygon.getExteriorRing(), true)), holes).toList();
  }

  private static List<List<Double>> positions(LinearRing ring, boolean counterclockwise) {
    var coordinates =
        Orientation.isCCW(ring.getCoordinates()) == counterclockwise
            ? ring.getCoordinates()
            : ring.reverse().getCoordinates();
    return Arrays.stream(coordinates).map(at -> List.of(at.getX(), at.getY())).toList();
  }
}

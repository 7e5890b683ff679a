package io.farmsync.ndvi.zonal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;

/**
 * Moves points between WGS 84 (longitude as x, degrees) and a projected reference system given by
 * its EPSG code.
 */
public final class Projection {
  private static final int WGS_84 = 4326;

  /** Few: the zones in which there are farms. */
  private final Map<Integer, CoordinateReferenceSystem> systems = new ConcurrentHashMap<>();

  /**
   * Projects every vertex; edges stay straight between them.
   *
   * @throws IllegalArgumentException if the code is unknown or a vertex cannot be projected
   */
  public Geometry project(Geometry wgs84, int epsg) {
    Geometry projected = wgs84.copy();
    var transform = between(WGS_84, epsg);
    projected.apply(
        new CoordinateSequenceFilter() {
          private final ProjCoordinate from = new ProjCoordinate();
          private final ProjCoordinate to = new ProjCoordinate();

          @Override
          public void filter(CoordinateSequence vertices, int i) {
            from.setValue(vertices.getX(i), vertices.getY(i));
            transform.transform(from, to);
            if (!Double.isFinite(to.x) || !Double.isFinite(to.y)) {
              throw new IllegalArgumentException(
                  "vertex %s, %s cannot be projected to EPSG:%d".formatted(from.x, from.y, epsg));
            }
            vertices.setOrdinate(i, 0, to.x);
            vertices.setOrdinate(i, 1, to.y);
          }

          @Override
          public boolean isDone() {
            return false;
          }

          @Override
          public boolean isGeometryChanged() {
            return true;
          }
        });
    return projected;
  }

  /** Moves single points between two projected systems. */
  Mover mover(int fromEpsg, int toEpsg) {
    return new Mover(between(fromEpsg, toEpsg));
  }

  /** Moves single points from WGS 84. */
  Mover fromWgs84(int toEpsg) {
    return new Mover(between(WGS_84, toEpsg));
  }

  /** One thread's way from one reference system to another. */
  static final class Mover {
    private static final int STEPS = 8;

    private final BasicCoordinateTransform transform;
    private final ProjCoordinate from = new ProjCoordinate();
    private final ProjCoordinate to = new ProjCoordinate();

    private Mover(BasicCoordinateTransform transform) {
      this.transform = transform;
    }

    /** The point's new place is then {@link #x} and {@link #y}. */
    void move(double x, double y) {
      from.setValue(x, y);
      transform.transform(from, to);
    }

    double x() {
      return to.x;
    }

    double y() {
      return to.y;
    }

    /** What a box turns into, by points along its sides. */
    Envelope box(double west, double south, double east, double north) {
      var box = new Envelope();
      for (int i = 0; i <= STEPS; i++) {
        double x = west + (east - west) * i / STEPS;
        double y = south + (north - south) * i / STEPS;
        add(box, x, south);
        add(box, x, north);
        add(box, west, y);
        add(box, east, y);
      }
      return box;
    }

    private void add(Envelope box, double x, double y) {
      move(x, y);
      box.expandToInclude(to.x, to.y);
    }
  }

  private BasicCoordinateTransform between(int fromEpsg, int toEpsg) {
    return new BasicCoordinateTransform(system(fromEpsg), system(toEpsg));
  }

  private CoordinateReferenceSystem system(int epsg) {
    return systems.computeIfAbsent(epsg, Projection::newSystem);
  }

  private static CoordinateReferenceSystem newSystem(int epsg) {
    var factory = new CRSFactory();
    try {
      if (epsg == WGS_84) {
        return factory.createFromParameters("EPSG:4326", "+proj=longlat +datum=WGS84 +no_defs");
      }
      int zone = epsg % 100;
      if ((epsg / 100 == 326 || epsg / 100 == 327)
          && zone >= 1
          && zone <= 60) { // UTM needs no look-up in a list
        String south = epsg / 100 == 327 ? " +south" : "";
        return factory.createFromParameters(
            "EPSG:" + epsg, "+proj=utm +zone=" + zone + south + " +datum=WGS84 +units=m +no_defs");
      }
      return factory.createFromName("EPSG:" + epsg);
    } catch (Proj4jException unknown) {
      throw new IllegalArgumentException(
          "EPSG:" + epsg + " is not a known reference system", unknown);
    }
  }
}

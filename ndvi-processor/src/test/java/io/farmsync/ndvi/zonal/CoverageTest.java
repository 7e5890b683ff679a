package io.farmsync.ndvi.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class CoverageTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final long MANY = 1 << 20;

  /** Pixels of 10 m from a corner far from 0, as in UTM. */
  private static final Grid GRID = new Grid(32631, 600_000, 5_600_000, 10, 10, 100, 100);

  /**
   * A random property is checked on this many polygons; {@code -Dndvi.coverage.polygons} makes it
   * more.
   */
  private static final int POLYGONS = Integer.getInteger("ndvi.coverage.polygons", 400);

  @Test
  void halfOfAPixelCountsHalf() {
    Coverage coverage =
        cover(
            "POLYGON ((600000 5600000, 600015 5600000, 600015 5599990, 600000 5599990, 600000 5600000))");

    assertThat(coverage.window()).isEqualTo(new Window(0, 0, 2, 1));
    assertThat(coverage.weight(0)).isEqualTo(1);
    assertThat(coverage.weight(1)).isEqualTo(0.5);
  }

  @Test
  void holeIsNotLandWhicheverWayItsRingRuns() {
    String shell =
        "(600000 5600000, 600030 5600000, 600030 5599970, 600000 5599970, 600000 5600000)";
    for (String hole :
        List.of(
            "(600010 5599990, 600020 5599990, 600020 5599980, 600010 5599980, 600010 5599990)",
            "(600010 5599990, 600010 5599980, 600020 5599980, 600020 5599990, 600010 5599990)")) {
      Coverage coverage = cover("POLYGON (" + shell + ", " + hole + ")");
      assertThat(coverage.weight(4)).isZero();
      assertThat(total(coverage)).isCloseTo(8, within(1e-12));
    }
  }

  @Test
  void partsOfAMultipolygonAddUp() {
    Coverage coverage =
        cover(
            "MULTIPOLYGON (((600000 5600000, 600010 5600000, 600010 5599990, 600000 5600000)),"
                + " ((600090 5599910, 600100 5599910, 600100 5599900, 600090 5599900, 600090 5599910)))");

    assertThat(total(coverage)).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void fieldBeyondTheRasterKeepsItsArea() {
    Coverage coverage =
        cover(
            "POLYGON ((599900 5600100, 599950 5600100, 599950 5600050, 599900 5600050, 599900 5600100))");

    assertThat(coverage.window()).isEqualTo(new Window(-10, -10, 5, 5));
    assertThat(total(coverage)).isCloseTo(25, within(1e-9));
  }

  @Test
  void fieldThatSpansTooManyPixelsIsRefused() {
    assertThatThrownBy(() ->
            Coverage.windowOf(read("POLYGON ((0 0, 1000000 0, 1000000 1000000, 0 0))"), GRID, MANY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100000 x 100000 pixels");
  }

  @Test
  void areaOfEveryPixelIsThatOfItsIntersectionWithThePolygon() {
    var random = new Random(20260101);
    for (int round = 0; round < POLYGONS; round++) {
      Geometry polygon = randomPolygon(random);
      Coverage coverage = cover(polygon, Coverage.Rule.AREA);
      assertThat(total(coverage) * 100)
          .as("area in round %d", round)
          .isCloseTo(polygon.getArea(), within(1e-4));
      for (int pixel = 0; pixel < coverage.size(); pixel++) {
        double expected = polygon.intersection(square(coverage, pixel)).getArea() / 100;
        assertThat(coverage.weight(pixel))
            .as("pixel %d in round %d: %s", pixel, round, polygon)
            .isCloseTo(expected, within(1e-7));
      }
    }
  }

  @Test
  void centreRuleCountsPixelsWhoseCentreIsInside() {
    var random = new Random(20260102);
    for (int round = 0; round < POLYGONS; round++) {
      Geometry polygon = randomPolygon(random);
      Coverage coverage = cover(polygon, Coverage.Rule.CENTRE);
      for (int pixel = 0; pixel < coverage.size(); pixel++) {
        double expected = polygon.contains(square(coverage, pixel).getCentroid()) ? 1 : 0;
        assertThat(coverage.weight(pixel))
            .as("pixel %d in round %d: %s", pixel, round, polygon)
            .isEqualTo(expected);
      }
    }
  }

  /**
   * A star of random spikes, often narrower than a pixel, often with a hole, somewhere over the
   * raster's corner.
   */
  private static Polygon randomPolygon(Random random) {
    Coordinate middle =
        new Coordinate(
            600_000 + random.nextDouble(-50, 80), 5_600_000 - random.nextDouble(-50, 80));
    double size = random.nextDouble(2, 80);
    var shell = star(random, middle, size * 0.4, size);
    if (random.nextBoolean()) {
      return GEOMETRIES.createPolygon(shell);
    }
    return GEOMETRIES.createPolygon(
        GEOMETRIES.createLinearRing(shell),
        new org.locationtech.jts.geom.LinearRing[] {
          GEOMETRIES.createLinearRing(star(random, middle, size * 0.05, size * 0.2))
        });
  }

  private static Coordinate[] star(Random random, Coordinate middle, double least, double most) {
    int spikes = random.nextInt(5, 40);
    var vertices = new ArrayList<Coordinate>();
    for (int i = 0; i < spikes; i++) {
      double angle = 2 * Math.PI * i / spikes;
      double radius = random.nextDouble(least, most);
      vertices.add(
          new Coordinate(middle.x + radius * Math.cos(angle), middle.y + radius * Math.sin(angle)));
    }
    vertices.add(vertices.getFirst());
    return vertices.toArray(Coordinate[]::new);
  }

  private static Geometry square(Coverage coverage, int pixel) {
    Grid grid = coverage.grid();
    int column = coverage.window().column() + pixel % coverage.window().width();
    int row = coverage.window().row() + pixel / coverage.window().width();
    return GEOMETRIES.toGeometry(
        new Envelope(grid.x(column), grid.x(column + 1), grid.y(row + 1), grid.y(row)));
  }

  private static double total(Coverage coverage) {
    double sum = 0;
    for (int pixel = 0; pixel < coverage.size(); pixel++) {
      sum += coverage.weight(pixel);
    }
    return sum;
  }

  private static Coverage cover(String wkt) {
    return cover(read(wkt), Coverage.Rule.AREA);
  }

  private static Coverage cover(Geometry field, Coverage.Rule rule) {
    return Coverage.of(field, GRID, rule, Coverage.windowOf(field, GRID, MANY));
  }

  private static Geometry read(String wkt) {
    try {
      return new WKTReader().read(wkt);
    } catch (ParseException broken) {
      throw new IllegalArgumentException(broken);
    }
  }
}

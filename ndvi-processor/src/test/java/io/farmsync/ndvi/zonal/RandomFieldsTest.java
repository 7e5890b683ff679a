package io.farmsync.ndvi.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;

/**
 * The whole engine against {@link SlowStatistics} on random fields: slivers, holes, several parts,
 * tiny ones, and ones that leave the raster; on files with the offset applied and with it still to
 * be applied. {@code -Dndvi.fields=10000} is the long run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomFieldsTest {
  private static final int FIELDS = Integer.getInteger("ndvi.fields", 300);
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final double VALUE = 1e-6;
  private static final double[] QUANTILES = {0.10, 0.25, 0.50, 0.75, 0.90};

  private final Projection projection = new Projection();
  private SampleUpstreams servers;
  private SampleScenes samples;
  private RasterSource rasters;

  @BeforeAll
  void serveSamples() throws IOException {
    servers = SampleUpstreams.start();
    samples = new SampleScenes(servers);
    rasters = samples.rasters();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Test
  void offsetAppliedByTheArchive() {
    compare("mol-2023-04-es-v1", "S2A_31UFS_20230405_0_L2A", 0, 1);
  }

  @Test
  void offsetStillToBeApplied() {
    compare("mol-2023-04-es-c1", "S2A_T31UFS_20230405T000000_L2A", -0.1, 2);
  }

  @Test
  void manyFieldsTogetherComeOutAsEachAlone() {
    Scene scene =
        Objects.requireNonNull(
            samples.scenes("mol-2023-04-es-c1").get("S2A_T31UFS_20230405T000000_L2A"));
    Envelope land = land(whole(scene, Band.RED), scene);
    var pass = new Pass(scene.acquired().atZone(ZoneOffset.UTC).toLocalDate(), List.of(scene));
    var random = new Random(3);
    List<Geometry> fields = IntStream.range(0, 200).mapToObj(_ -> field(random, land)).toList();
    var observer =
        new FieldObserver(rasters, projection, PixelMask.DEFAULT, Coverage.Rule.AREA, 5000, 4);
    Map<Integer, ZonalStatistics> together = new ConcurrentHashMap<>();

    observer.observeAll(
        fields,
        pass,
        SpectralIndices.NDVI,
        2,
        (field, observation) -> together.put(field, observation.statistics()));

    for (int field = 0; field < fields.size(); field++) {
      assertThat(together.get(field))
          .as("field %d, %s", field, fields.get(field))
          .isEqualTo(observer.observe(fields.get(field), pass, SpectralIndices.NDVI).statistics());
    }
  }

  private void compare(String collection, String id, double offset, long seed) {
    Scene scene = Objects.requireNonNull(samples.scenes(collection).get(id));
    Pixels red = whole(scene, Band.RED);
    Pixels nir = whole(scene, Band.NIR);
    Pixels classes = whole(scene, Band.SCL);
    Envelope land = land(red, scene);
    var random = new Random(seed);
    var pass = new Pass(scene.acquired().atZone(ZoneOffset.UTC).toLocalDate(), List.of(scene));
    for (int round = 0; round < FIELDS / 2; round++) {
      Geometry field = field(random, land);
      var rule = random.nextInt(4) == 0 ? Coverage.Rule.CENTRE : Coverage.Rule.AREA;
      PixelMask mask = random.nextBoolean() ? PixelMask.DEFAULT : PixelMask.without(List.of());
      Geometry projected = projection.project(field, red.grid().epsg());
      var slow = new SlowStatistics(projected, rule, red, nir, classes, offset, mask);
      var actual =
          new FieldObserver(rasters, projection, mask, rule, 5000, 4)
              .observe(field, pass, SpectralIndices.NDVI)
              .statistics();
      String where = "round %d, %s, %s".formatted(round, rule, field);
      assertThat(actual.values().isEmpty()).as(where).isEqualTo(slow.isEmpty());
      if (rule == Coverage.Rule.AREA) {
        double area = projected.getArea() / 10_000;
        assertThat(actual.totalHectares()).as(where).isCloseTo(area, within(area * 1e-6));
      } else {
        assertThat(actual.pixels().total()).as(where).isEqualTo(slow.total());
      }
      actual.values().ifPresent(values -> assertSame(where, values, slow, rule));
      if (!slow.isEmpty()) {
        assertThat(actual.pixels().coveredFraction().orElseThrow() * slow.count())
            .as(where) // float pixels at the threshold itself may fall on either side
            .isBetween(slow.above(0.3 + VALUE) - VALUE, slow.above(0.3 - VALUE) + VALUE);
      }
    }
  }

  private static void assertSame(
      String where, Distribution values, SlowStatistics slow, Coverage.Rule rule) {
    assertThat(values.count())
        .as(where)
        .isCloseTo(slow.count(), within(1e-6 * slow.count() + 1e-9));
    assertThat(values.mean()).as(where).isCloseTo(slow.mean(), within(VALUE));
    assertThat(values.std()).as(where).isCloseTo(slow.std(), within(VALUE));
    assertThat(values.min()).as(where).isCloseTo(slow.min(), within(VALUE));
    assertThat(values.max()).as(where).isCloseTo(slow.max(), within(VALUE));
    double[] actual = {values.p10(), values.p25(), values.median(), values.p75(), values.p90()};
    for (int i = 0; i < QUANTILES.length; i++) {
      double expected = slow.quantile(QUANTILES[i], rule);
      assertThat(actual[i])
          .as("%s: quantile %s", where, QUANTILES[i])
          .isCloseTo(expected, within(slow.oneValueFrom(expected) + 1e-12));
    }
  }

  /**
   * A star around a place on the raster or a little beyond it; one in three is out of the usual.
   */
  private static Geometry field(Random random, Envelope land) {
    double size = land.getHeight() * Math.pow(10, random.nextDouble(-2.5, -0.6));
    var middle =
        new Coordinate(
            land.getMinX() + random.nextDouble(-0.05, 1.05) * land.getWidth(),
            land.getMinY() + random.nextDouble(-0.05, 1.05) * land.getHeight());
    return switch (random.nextInt(9)) {
      case 0 -> // a sliver, down to some centimetres wide
          ring(
              middle.x,
              middle.y,
              middle.x + size,
              middle.y + size * random.nextDouble(-1, 1),
              middle.x + size,
              middle.y + size * random.nextDouble(-1, 1) + size * 1e-3);
      case 1 -> {
        var shell = GEOMETRIES.createLinearRing(star(random, middle, size * 0.5, size));
        var hole = GEOMETRIES.createLinearRing(star(random, middle, size * 0.1, size * 0.3));
        yield GEOMETRIES.createPolygon(shell, new LinearRing[] {hole});
      }
      case 2 -> {
        var other = new Coordinate(middle.x + 4 * size, middle.y);
        yield GEOMETRIES.createMultiPolygon(
            new org.locationtech.jts.geom.Polygon[] {
              GEOMETRIES.createPolygon(star(random, middle, size * 0.4, size)),
              GEOMETRIES.createPolygon(star(random, other, size * 0.4, size))
            });
      }
      default -> GEOMETRIES.createPolygon(star(random, middle, size * 0.4, size));
    };
  }

  private static Geometry ring(double... xy) {
    var vertices = new ArrayList<Coordinate>();
    for (int i = 0; i < xy.length; i += 2) {
      vertices.add(new Coordinate(xy[i], xy[i + 1]));
    }
    vertices.add(vertices.getFirst());
    return GEOMETRIES.createPolygon(vertices.toArray(Coordinate[]::new));
  }

  private static Coordinate[] star(Random random, Coordinate middle, double least, double most) {
    int spikes = random.nextInt(5, 30);
    var vertices = new ArrayList<Coordinate>();
    for (int i = 0; i < spikes; i++) {
      double angle = 2 * Math.PI * i / spikes;
      double radius = random.nextDouble(least, most);
      vertices.add(
          new Coordinate(
              middle.x + 1.6 * radius * Math.cos(angle), middle.y + radius * Math.sin(angle)));
    }
    vertices.add(vertices.getFirst());
    return vertices.toArray(Coordinate[]::new);
  }

  private static Envelope land(Pixels red, Scene scene) {
    assertThat(red.window().isEmpty()).isFalse();
    return scene.footprint().getEnvelopeInternal();
  }

  private Pixels whole(Scene scene, Band band) {
    var raster = rasters.open(scene.asset(band));
    return raster.read(raster.grid().bounds());
  }
}

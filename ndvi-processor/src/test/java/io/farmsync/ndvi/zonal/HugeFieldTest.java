package io.farmsync.ndvi.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.Window;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * A field of nearly 5,000 km2, fifty million pixels, on a scene whose greenness comes in vertical
 * stripes of 1 km: what its area has of each stripe is known by geometry alone.
 */
class HugeFieldTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final int EPSG = 32631;
  private static final int STRIPE = 100;
  private static final float NIR = 4000;
  private static final float[] RED = {500, 1000, 1500, 3000};
  private static final int PART = 1 << 20;
  private static final Grid GRID = new Grid(EPSG, 499_980, 5_700_000, 10, 10, 10_980, 10_980);

  /** 69 km by 69 km. */
  private static final Geometry FIELD =
      GEOMETRIES.toGeometry(new Envelope(3.2, 4.18, 50.70, 51.32));

  private final AtomicLong largestRead = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  @Test
  void fieldAtTheLimitIsComputedPartByPartAndRight() {
    Observation observation = observer(5000).observe(FIELD, pass(), SpectralIndices.NDVI);

    Geometry projected = new Projection().project(FIELD, EPSG);
    double[] area = new double[RED.length];
    for (int stripe = 0; stripe * STRIPE < GRID.width(); stripe++) {
      var strip =
          new Envelope(
              GRID.x(stripe * STRIPE), GRID.x((stripe + 1) * STRIPE), 5_500_000, 5_800_000);
      area[stripe % RED.length] += projected.intersection(GEOMETRIES.toGeometry(strip)).getArea();
    }
    double sum = 0;
    double covered = 0;
    for (int kind = 0; kind < RED.length; kind++) {
      sum += area[kind] * ndvi(kind);
      covered += ndvi(kind) > 0.3 ? area[kind] : 0;
    }
    double whole = projected.getArea();
    ZonalStatistics statistics = observation.statistics();
    Distribution values = statistics.values().orElseThrow();
    assertThat(statistics.totalHectares()).isCloseTo(whole / 10_000, within(whole / 10_000 * 1e-6));
    assertThat(statistics.validHectares()).isCloseTo(whole / 10_000, within(whole / 10_000 * 1e-6));
    assertThat(statistics.pixels().coveredFraction().orElseThrow())
        .isCloseTo(covered / whole, within(1e-6));
    assertThat(values.mean()).isCloseTo(sum / whole, within(1e-6));
    assertThat(values.min()).isCloseTo(ndvi(3), within(1e-6));
    assertThat(values.p10()).isCloseTo(ndvi(3), within(1e-6));
    assertThat(values.p90()).isCloseTo(ndvi(0), within(1e-6));
    assertThat(values.max()).isCloseTo(ndvi(0), within(1e-6));
    assertThat(largestRead).as("pixels in memory for one band").hasValueLessThanOrEqualTo(PART);
    assertThat(reads).as("parts, bands and walks").hasValueGreaterThan(100);
  }

  @Test
  void fieldBeyondTheLimitIsRefusedBeforeAFileIsRead() {
    assertThatThrownBy(() -> observer(4000).observe(FIELD, pass(), SpectralIndices.NDVI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at most 4000");
    assertThat(reads).hasValue(0);
  }

  private static double ndvi(int kind) {
    return (NIR - RED[kind]) / (NIR + RED[kind]);
  }

  private FieldObserver observer(double mostKm2) {
    return new FieldObserver(
        asset -> raster(asset.href().getPath().substring(1)),
        new Projection(),
        PixelMask.DEFAULT,
        Coverage.Rule.AREA,
        mostKm2,
        1);
  }

  private Raster raster(String band) {
    return switch (Band.valueOf(band)) {
      case RED -> new Stripes(GRID, column -> (int) RED[column / STRIPE % RED.length]);
      case NIR -> new Stripes(GRID, _ -> (int) NIR);
      default -> new Stripes(GRID.reducedTo(GRID.width() / 2, GRID.height() / 2), _ -> 4);
    };
  }

  private static Pass pass() {
    var assets = new EnumMap<Band, Asset>(Band.class);
    for (Band band : List.of(Band.RED, Band.NIR, Band.SCL)) {
      assets.put(
          band,
          new Asset(
              URI.create("http://files/" + band.name()),
              0,
              OptionalDouble.empty(),
              OptionalDouble.empty()));
    }
    var scene =
        new Scene(
            "whole tile",
            "test",
            Instant.parse("2021-06-01T10:50:00Z"),
            "sentinel-2a",
            "pass",
            "MGRS-31UES",
            Optional.of("03.00"),
            "",
            OptionalInt.of(EPSG),
            OptionalDouble.empty(),
            Optional.empty(),
            FIELD.getEnvelope(),
            assets);
    return new Pass(LocalDate.of(2021, 6, 1), List.of(scene));
  }

  /** Numbers by column. */
  private final class Stripes implements Raster {
    private final Grid grid;
    private final IntUnaryOperator number;

    Stripes(Grid grid, IntUnaryOperator number) {
      this.grid = grid;
      this.number = number;
    }

    @Override
    public Grid grid() {
      return grid;
    }

    @Override
    public BlockSize blocks() {
      return new BlockSize(1024, 1024);
    }

    @Override
    public boolean isAtHand(Window window) {
      return true;
    }

    @Override
    public Raster reducedTo(double pixelWidth) {
      return this;
    }

    @Override
    public Pixels read(Window window) {
      reads.incrementAndGet();
      largestRead.accumulateAndGet(window.pixels(), Math::max);
      var values = new float[(int) window.pixels()];
      for (int i = 0; i < values.length; i++) {
        values[i] = number.applyAsInt(window.column() + i % window.width());
      }
      return new Pixels(grid, window, values);
    }
  }
}

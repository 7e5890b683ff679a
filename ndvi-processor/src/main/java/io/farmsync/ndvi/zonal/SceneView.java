package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Reflectance;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.ndvi.zonal.Observation.SceneUse;
import io.farmsync.platform.upstream.AtOnce;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.ProjCoordinate;

/** The part of one scene that shows a field: two bands and the classes, each on its own grid. */
final class SceneView {
  private final Scene scene;
  private final Projection projection;
  private final Pixels plus;
  private final Pixels minus;
  private final Pixels classes;
  private final Reflectance plusReflectance;
  private final Reflectance minusReflectance;

  private SceneView(
      Scene scene,
      Projection projection,
      Pixels plus,
      Pixels minus,
      Pixels classes,
      Reflectance plusReflectance,
      Reflectance minusReflectance) {
    this.scene = scene;
    this.projection = projection;
    this.plus = plus;
    this.minus = minus;
    this.classes = classes;
    this.plusReflectance = plusReflectance;
    this.minusReflectance = minusReflectance;
  }

  static SceneView open(
      Scene scene,
      Geometry field,
      SpectralIndex index,
      RasterSource rasters,
      Projection projection) {
    Asset plusAsset = scene.asset(index.plus());
    Asset minusAsset = scene.asset(index.minus());
    List<Callable<Pixels>> reads =
        Stream.of(plusAsset, minusAsset, scene.asset(Band.SCL))
            .<Callable<Pixels>>map(asset -> () -> read(scene, asset, field, rasters, projection))
            .toList();
    List<Pixels> layers =
        AtOnce.run(reads, reads.size()); // each costs round trips to the file host
    Pixels plus = layers.get(0);
    Pixels minus = layers.get(1);
    Pixels classes = layers.get(2);
    Reflectance ofPlus = Reflectance.of(scene, plusAsset);
    Reflectance ofMinus = Reflectance.of(scene, minusAsset);
    if (!ofPlus.isPlausibleFor(plus) || !ofMinus.isPlausibleFor(minus)) {
      ofPlus = ofPlus.withoutOffset();
      ofMinus = ofMinus.withoutOffset();
    }
    return new SceneView(scene, projection, plus, minus, classes, ofPlus, ofMinus);
  }

  private static Pixels read(
      Scene scene, Asset asset, Geometry field, RasterSource rasters, Projection projection) {
    Raster raster = rasters.open(asset);
    Grid grid = raster.grid();
    if (scene.epsg().isPresent() && scene.epsg().getAsInt() != grid.epsg()) {
      throw new UnreadableRaster(
          "file of scene %s is in EPSG:%d, its catalogue item says EPSG:%d"
              .formatted(scene.id(), grid.epsg(), scene.epsg().getAsInt()));
    }
    Envelope extent = projection.project(field, grid.epsg()).getEnvelopeInternal();
    // Two pixels more on each side: the middle of a pixel of a finer or turned grid may lie just
    // outside the outline's box.
    extent.expandBy(2 * grid.pixelWidth(), 2 * grid.pixelHeight());
    return raster.read(window(grid, extent));
  }

  private static Window window(Grid grid, Envelope extent) {
    int left = (int) Math.floor(Math.clamp(grid.column(extent.getMinX()), -1, grid.width()));
    int top = (int) Math.floor(Math.clamp(grid.row(extent.getMaxY()), -1, grid.height()));
    int right = (int) Math.ceil(Math.clamp(grid.column(extent.getMaxX()), -1, grid.width()));
    int bottom = (int) Math.ceil(Math.clamp(grid.row(extent.getMinY()), -1, grid.height()));
    return new Window(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  SceneUse use() {
    return new SceneUse(scene, grid().epsg(), plusReflectance);
  }

  /** Lays the field over this scene's finer grid. */
  Coverage cover(Geometry field, Coverage.Rule rule, long mostPixels) {
    return Coverage.of(projection.project(field, grid().epsg()), grid(), rule, mostPixels);
  }

  private Grid grid() {
    return minus.grid().pixelWidth() < plus.grid().pixelWidth() ? minus.grid() : plus.grid();
  }

  /** Gives this scene's data to every pixel of the field that has none yet. */
  void fill(FieldPixels pixels) {
    Coverage coverage = pixels.coverage();
    Grid target = coverage.grid();
    BasicCoordinateTransform transform =
        target.epsg() == grid().epsg() ? null : projection.between(target.epsg(), grid().epsg());
    var point = new ProjCoordinate();
    int width = coverage.window().width();
    for (int pixel = 0; pixel < coverage.size(); pixel++) {
      if (coverage.weight(pixel) == 0 || pixels.hasData(pixel)) {
        continue;
      }
      double x = target.x(coverage.window().column() + pixel % width + 0.5);
      double y = target.y(coverage.window().row() + pixel / width + 0.5);
      move(x, y, transform, point);
      take(pixels, pixel, point.x, point.y);
    }
  }

  private static void move(
      double x, double y, @Nullable BasicCoordinateTransform transform, ProjCoordinate to) {
    if (transform == null) {
      to.setValue(x, y);
    } else {
      transform.transform(new ProjCoordinate(x, y), to);
    }
  }

  private void take(FieldPixels pixels, int pixel, double x, double y) {
    if (holds(grid(), x, y)) {
      pixels.markInside(pixel);
    }
    float plusNumber = plus.atPoint(x, y);
    float minusNumber = minus.atPoint(x, y);
    if (Float.isNaN(plusNumber) || Float.isNaN(minusNumber)) {
      return;
    }
    float code = classes.atPoint(x, y);
    pixels.set(
        pixel,
        plusReflectance.of(plusNumber),
        minusReflectance.of(minusNumber),
        Float.isNaN(code) ? 0 : (int) code);
  }

  private static boolean holds(Grid grid, double x, double y) {
    return grid.bounds()
        .contains((long) Math.floor(grid.column(x)), (long) Math.floor(grid.row(y)));
  }
}

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

/**
 * One scene for one index: two bands and the classes, each on its own grid. Pixels are read when
 * they are asked for. Used by one thread.
 */
final class SceneView {
  private final Scene scene;
  private final SpectralIndex index;
  private final Projection projection;
  private final List<Raster> layers;
  private Reflectance plusReflectance;
  private Reflectance minusReflectance;
  private boolean judged;

  private SceneView(Scene scene, SpectralIndex index, Projection projection, List<Raster> layers) {
    this.scene = scene;
    this.index = index;
    this.projection = projection;
    this.layers = layers;
    this.plusReflectance = Reflectance.of(scene, scene.asset(index.plus()));
    this.minusReflectance = Reflectance.of(scene, scene.asset(index.minus()));
  }

  /**
   * @throws io.farmsync.ndvi.scene.MissingAsset if the scene lists no file for a band
   * @throws UnreadableRaster if a file is broken, or in another reference system than it should be
   */
  static SceneView open(
      Scene scene, SpectralIndex index, RasterSource rasters, Projection projection) {
    List<Asset> assets =
        Stream.of(index.plus(), index.minus(), Band.SCL).map(scene::asset).toList();
    List<Raster> layers =
        assets.stream().allMatch(rasters::isAtHand)
            ? assets.stream().map(rasters::open).toList()
            : AtOnce.run(
                assets.stream().<Callable<Raster>>map(asset -> () -> rasters.open(asset)).toList(),
                assets.size()); // each costs a round trip to the file host
    for (Raster layer : layers) {
      int epsg = layer.grid().epsg();
      if (scene.epsg().orElse(epsg) != epsg) {
        throw new UnreadableRaster(
            "file of scene %s is in EPSG:%d, its catalogue item says EPSG:%d"
                .formatted(scene.id(), epsg, scene.epsg().orElseThrow()));
      }
    }
    return new SceneView(scene, index, projection, layers);
  }

  /** The same scene for fields of which each will read what lies under its window. */
  SceneView forWindows(List<Window> windows) {
    return new SceneView(
        scene,
        index,
        projection,
        layers.stream()
            .map(layer -> layer.forWindows(windows.stream().map(w -> under(w, layer)).toList()))
            .toList());
  }

  /** The window of a field given to {@link #forWindows} will not be read again. */
  void done(Window window) {
    layers.forEach(layer -> layer.done(under(window, layer)));
  }

  /** The same scene, in which nothing is decided by what other fields have shown. */
  SceneView unjudged() {
    return new SceneView(scene, index, projection, layers);
  }

  private Window under(Window window, Raster layer) {
    return Layer.window(layer.grid(), grid(), window, projection);
  }

  /** The same scene in the reduced images whose pixels are at most so wide. */
  SceneView reducedTo(double pixelWidth) {
    var view =
        new SceneView(
            scene,
            index,
            projection,
            layers.stream().map(layer -> layer.reducedTo(pixelWidth)).toList());
    view.plusReflectance = plusReflectance;
    view.minusReflectance = minusReflectance;
    view.judged = judged;
    return view;
  }

  Scene scene() {
    return scene;
  }

  boolean isJudged() {
    return judged;
  }

  SceneUse use() {
    return new SceneUse(scene, grid().epsg(), plusReflectance);
  }

  /** The finer of the two bands' grids. */
  Grid grid() {
    return finer().grid();
  }

  Raster.BlockSize blocks() {
    return finer().blocks();
  }

  private Raster finer() {
    Raster plus = layers.get(0);
    Raster minus = layers.get(1);
    return minus.grid().pixelWidth() < plus.grid().pixelWidth() ? minus : plus;
  }

  /**
   * Decides whether the declared offset can be true from the whole of a field, before parts of it
   * are read: a reduced image tells as much.
   *
   * @param window of the field on this scene's finer grid
   */
  void judge(Window window) {
    if (plusReflectance.offset() >= 0 && minusReflectance.offset() >= 0) {
      judged = true;
      return;
    }
    Grid grid = grid();
    double tooFine = Math.sqrt((double) window.pixels() / Rectangles.MOST_PIXELS);
    Pixels[] bands = new Pixels[2];
    for (int i = 0; i < 2; i++) {
      Raster reduced = layers.get(i).reducedTo(4 * tooFine * grid.pixelWidth());
      Window part = Layer.window(reduced.grid(), grid, window, projection);
      bands[i] = reduced.read(middle(part.intersection(reduced.grid().bounds())));
    }
    judge(bands[0], bands[1]);
  }

  private static Window middle(Window window) {
    int side = 1 << 10;
    return new Window(
            window.column() + Math.max(0, window.width() - side) / 2,
            window.row() + Math.max(0, window.height() - side) / 2,
            side,
            side)
        .intersection(window);
  }

  private void judge(Pixels plus, Pixels minus) {
    if (!judged
        && (!plusReflectance.isPlausibleFor(plus) || !minusReflectance.isPlausibleFor(minus))) {
      plusReflectance = plusReflectance.withoutOffset();
      minusReflectance = minusReflectance.withoutOffset();
    }
    judged = true;
  }

  /** Gives this scene's data to every pixel of the part that has none yet. */
  void fill(FieldPixels part) {
    Coverage coverage = part.coverage();
    List<Window> windows =
        layers.stream()
            .map(
                layer -> Layer.window(layer.grid(), coverage.grid(), coverage.window(), projection))
            .toList();
    List<Pixels> pixels = read(windows);
    judge(pixels.get(0), pixels.get(1));
    if (coverage.grid().epsg() == grid().epsg()) {
      fillAligned(part, pixels);
    } else {
      fillTurned(part, pixels);
    }
  }

  private List<Pixels> read(List<Window> windows) {
    boolean atHand = true;
    for (int i = 0; i < layers.size(); i++) {
      atHand &= layers.get(i).isAtHand(windows.get(i));
    }
    if (atHand) {
      return List.of(
          layers.get(0).read(windows.get(0)),
          layers.get(1).read(windows.get(1)),
          layers.get(2).read(windows.get(2)));
    }
    return AtOnce.run(
        List.of(
            () -> layers.get(0).read(windows.get(0)),
            () -> layers.get(1).read(windows.get(1)),
            () -> layers.get(2).read(windows.get(2))),
        layers.size());
  }

  /** In one reference system a pixel's column in a layer depends on its own column only. */
  private void fillAligned(FieldPixels part, List<Pixels> pixels) {
    Coverage coverage = part.coverage();
    Window window = coverage.window();
    var plus = new Layer(pixels.get(0), coverage);
    var minus = new Layer(pixels.get(1), coverage);
    var classes = new Layer(pixels.get(2), coverage);
    Layer own = pixels.get(0).grid().equals(grid()) ? plus : minus;
    for (int row = 0; row < window.height(); row++) {
      int first = row * window.width();
      for (int column = 0; column < window.width(); column++) {
        int pixel = first + column;
        if (coverage.weight(pixel) == 0 || part.hasData(pixel)) {
          continue;
        }
        float plusNumber = plus.at(column, row);
        float minusNumber = minus.at(column, row);
        if (!Float.isNaN(plusNumber) && !Float.isNaN(minusNumber)) {
          take(part, pixel, plusNumber, minusNumber, classes.at(column, row));
        } else if (own.holds(column, row)) {
          part.markInside(pixel);
        }
      }
    }
  }

  /** Between reference systems every pixel's middle is moved. */
  private void fillTurned(FieldPixels part, List<Pixels> pixels) {
    Coverage coverage = part.coverage();
    Window window = coverage.window();
    Grid target = coverage.grid();
    var mover = projection.mover(target.epsg(), grid().epsg());
    for (int pixel = 0; pixel < coverage.size(); pixel++) {
      if (coverage.weight(pixel) == 0 || part.hasData(pixel)) {
        continue;
      }
      mover.move(
          target.x(window.column() + pixel % window.width() + 0.5),
          target.y(window.row() + pixel / window.width() + 0.5));
      float plusNumber = pixels.get(0).atPoint(mover.x(), mover.y());
      float minusNumber = pixels.get(1).atPoint(mover.x(), mover.y());
      if (!Float.isNaN(plusNumber) && !Float.isNaN(minusNumber)) {
        take(part, pixel, plusNumber, minusNumber, pixels.get(2).atPoint(mover.x(), mover.y()));
      } else if (grid().holds(mover.x(), mover.y())) {
        part.markInside(pixel);
      }
    }
  }

  private void take(FieldPixels part, int pixel, float plus, float minus, float code) {
    part.set(
        pixel,
        index.of(plusReflectance.of(plus), minusReflectance.of(minus)),
        Float.isNaN(code) ? 0 : (int) code);
  }

  /** A layer's pixels by the columns and rows of a part on an aligned grid. */
  private static final class Layer {
    private static final int BEYOND = -1;

    private final Pixels pixels;

    /** Places within the layer's window, which holds all of the part that lies on the raster. */
    private final int[] columns;

    private final int[] rowStarts;

    Layer(Pixels pixels, Coverage coverage) {
      Grid target = coverage.grid();
      Window window = coverage.window();
      Window held = pixels.window();
      this.pixels = pixels;
      this.columns = new int[window.width()];
      this.rowStarts = new int[window.height()];
      for (int i = 0; i < columns.length; i++) {
        double x = target.x(window.column() + i + 0.5);
        int column = (int) Math.floor(pixels.grid().column(x)) - held.column();
        columns[i] = column >= 0 && column < held.width() ? column : BEYOND;
      }
      for (int i = 0; i < rowStarts.length; i++) {
        double y = target.y(window.row() + i + 0.5);
        int row = (int) Math.floor(pixels.grid().row(y)) - held.row();
        rowStarts[i] = row >= 0 && row < held.height() ? row * held.width() : BEYOND;
      }
    }

    float at(int column, int row) {
      return holds(column, row) ? pixels.at(rowStarts[row] + columns[column]) : Float.NaN;
    }

    boolean holds(int column, int row) {
      return (rowStarts[row] | columns[column]) >= 0;
    }

    /** What of a layer the pixels' middles of a part on another grid fall on, and little more. */
    static Window window(Grid layer, Grid target, Window part, Projection projection) {
      double west = target.x(part.column() + 0.5);
      double east = target.x(part.endColumn() - 0.5);
      double north = target.y(part.row() + 0.5);
      double south = target.y(part.endRow() - 0.5);
      if (layer.epsg() == target.epsg()) {
        return layer.windowOf(west, south, east, north);
      }
      var box = projection.mover(target.epsg(), layer.epsg()).box(west, south, east, north);
      return layer.windowOf(
          box.getMinX() - 2 * layer.pixelWidth(),
          box.getMinY() - 2 * layer.pixelHeight(),
          box.getMaxX() + 2 * layer.pixelWidth(),
          box.getMaxY() + 2 * layer.pixelHeight());
    }
  }
}

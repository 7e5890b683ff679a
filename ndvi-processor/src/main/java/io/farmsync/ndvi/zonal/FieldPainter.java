package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.ndvi.zonal.Picture.Stretch;
import java.util.Arrays;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Paints an index over a field. Every pixel of the image takes the value of the scene's pixel in
 * which its middle lies, nothing is mixed; of a large field the file's reduced images are read.
 */
public final class FieldPainter {
  public static final int LEAST_SIZE = 128;
  public static final int MOST_SIZE = 1024;

  /** What a record of a topic may carry, in base64 and with its other members. */
  static final int MOST_BYTES = 740_000;

  private static final int COLOURS = 254;

  /** Five bits for each of 1024 x 1024 pixels are below the most bytes, however they lie. */
  private static final int FEW_COLOURS = 32;

  private static final int WGS_84 = 4326;
  private static final double METRES_PER_DEGREE = 111_320;

  private final RasterSource rasters;
  private final Projection projection;
  private final PixelMask mask;
  private final Stretch stretch;

  public FieldPainter(
      RasterSource rasters, Projection projection, PixelMask mask, Stretch stretch) {
    this.rasters = rasters;
    this.projection = projection;
    this.mask = mask;
    this.stretch = stretch;
  }

  /**
   * @param field valid polygons, WGS 84, longitude as x; its box is what the picture shows
   * @param size side in pixels, 128 to 1024
   * @return empty if the pass shows no valid pixel of the field
   * @throws UnreadablePass if no scene can be read, now or later
   * @throws io.farmsync.platform.upstream.UpstreamFailure if an upstream does not answer and may do
   *     so later
   */
  public Optional<Picture> paint(Geometry field, Pass pass, SpectralIndex index, int size) {
    if (size < LEAST_SIZE || size > MOST_SIZE) {
      throw new IllegalArgumentException(
          "size: %d (expected: %d to %d)".formatted(size, LEAST_SIZE, MOST_SIZE));
    }
    Envelope box = field.getEnvelopeInternal();
    var grid =
        new Grid(
            WGS_84,
            box.getMinX(),
            box.getMaxY(),
            box.getWidth() / size,
            box.getHeight() / size,
            size,
            size);
    double metres =
        Math.min(grid.pixelHeight(), grid.pixelWidth() * Math.cos(Math.toRadians(box.centre().y)))
            * METRES_PER_DEGREE;
    return new PassView(pass.scenes(), field, index, rasters, projection)
        .reducedTo(metres)
        .whileReadable(view -> paint(field, view, index, grid, metres));
  }

  private Optional<Picture> paint(
      Geometry field, PassView view, SpectralIndex index, Grid grid, double metres) {
    double[] values = new double[grid.width() * grid.height()];
    Arrays.fill(values, Double.NaN);
    int covered = 0;
    // Rows at once: as many as read no more than a part's pixels from the scene.
    double finer = Math.max(1, metres / view.grid().pixelWidth());
    int rows =
        (int) Math.clamp(Rectangles.MOST_PIXELS / (grid.width() * finer * finer), 1, grid.height());
    for (int row = 0; row < grid.height(); row += rows) {
      var window = new Window(0, row, grid.width(), Math.min(rows, grid.height() - row));
      var strip = new FieldPixels(Coverage.of(field, grid, Coverage.Rule.CENTRE, window));
      view.fill(strip, false);
      for (int pixel = 0; pixel < strip.coverage().size(); pixel++) {
        if (strip.coverage().weight(pixel) > 0) {
          covered++;
          boolean known = strip.hasData(pixel) && !mask.leavesOut(strip.sceneClass(pixel));
          values[row * grid.width() + pixel] = known ? strip.value(pixel) : Double.NaN;
        }
      }
    }
    var painted = Arrays.stream(values).filter(value -> !Double.isNaN(value)).summaryStatistics();
    if (painted.getCount() == 0) {
      return Optional.empty();
    }
    boolean fixed = stretch == Stretch.FIXED || painted.getMin() == painted.getMax();
    double low = fixed ? -1 : painted.getMin();
    double high = fixed ? 1 : painted.getMax();
    return Optional.of(
        new Picture(
            png(values, grid.width(), low, high, index.palette()),
            field.getEnvelopeInternal(),
            low,
            high,
            (double) painted.getCount() / covered,
            view.uses()));
  }

  private static byte[] png(double[] values, int width, double low, double high, Palette palette) {
    byte[] png = png(values, width, low, high, palette, COLOURS);
    return png.length <= MOST_BYTES ? png : png(values, width, low, high, palette, FEW_COLOURS);
  }

  private static byte[] png(
      double[] values, int width, double low, double high, Palette palette, int colours) {
    byte[] numbers = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        double place = (values[i] - low) / (high - low) * colours;
        numbers[i] = (byte) (1 + (int) Math.clamp(place, 0, colours - 1));
      }
    }
    return IndexedPng.of(numbers, width, palette.triples(colours));
  }
}

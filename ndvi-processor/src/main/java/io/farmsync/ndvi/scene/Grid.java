package io.farmsync.ndvi.scene;

/**
 * Where a raster's pixels lie: north up, in the units of a projected reference system. Columns
 * count eastwards and rows southwards from the outer corner of the first pixel; the grid goes on
 * beyond the raster.
 *
 * @param epsg code of the reference system
 * @param west x of the first pixel's outer edge
 * @param north y of the first pixel's outer edge
 * @param pixelWidth positive
 * @param pixelHeight positive, though rows count southwards
 */
public record Grid(
    int epsg,
    double west,
    double north,
    double pixelWidth,
    double pixelHeight,
    int width,
    int height) {
  public Grid {
    if (!(pixelWidth > 0) || !(pixelHeight > 0) || Double.isInfinite(pixelWidth + pixelHeight)) {
      throw new IllegalArgumentException(
          "pixel size: " + pixelWidth + " x " + pixelHeight + " (expected: > 0)");
    }
    if (!Double.isFinite(west) || !Double.isFinite(north)) {
      throw new IllegalArgumentException("corner: " + west + ", " + north + " (expected: finite)");
    }
  }

  /** Column at an x, with the fraction inside the pixel. */
  public double column(double x) {
    return (x - west) / pixelWidth;
  }

  /** Row at a y, with the fraction inside the pixel. */
  public double row(double y) {
    return (north - y) / pixelHeight;
  }

  public double x(double column) {
    return west + column * pixelWidth;
  }

  public double y(double row) {
    return north - row * pixelHeight;
  }

  /** The grid of a reduced image of the same land: same corner, same far edges, fewer pixels. */
  public Grid reducedTo(int fewerColumns, int fewerRows) {
    return new Grid(
        epsg,
        west,
        north,
        pixelWidth * width / fewerColumns,
        pixelHeight * height / fewerRows,
        fewerColumns,
        fewerRows);
  }

  /** Whether a point lies on the raster. */
  public boolean holds(double x, double y) {
    return bounds().contains((long) Math.floor(column(x)), (long) Math.floor(row(y)));
  }

  /** The raster's pixels that a box touches, its far edges included; empty beyond the raster. */
  public Window windowOf(double minX, double minY, double maxX, double maxY) {
    int left = (int) Math.clamp(Math.floor(column(minX)), 0, width);
    int top = (int) Math.clamp(Math.floor(row(maxY)), 0, height);
    int right = (int) Math.clamp(Math.floor(column(maxX)) + 1, left, width);
    int bottom = (int) Math.clamp(Math.floor(row(minY)) + 1, top, height);
    return new Window(left, top, right - left, bottom - top);
  }

  /** The whole raster. */
  public Window bounds() {
    return new Window(0, 0, width, height);
  }

  /** Area of one pixel in hectares, the reference system's unit being the metre. */
  public double pixelHectares() {
    return pixelWidth * pixelHeight / 10_000;
  }
}

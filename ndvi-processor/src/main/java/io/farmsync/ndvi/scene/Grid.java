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

  /** The whole raster. */
  public Window bounds() {
    return new Window(0, 0, width, height);
  }

  /** Area of one pixel in hectares, the reference system's unit being the metre. */
  public double pixelHectares() {
    return pixelWidth * pixelHeight / 10_000;
  }
}

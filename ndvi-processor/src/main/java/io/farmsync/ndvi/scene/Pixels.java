package io.farmsync.ndvi.scene;

/**
 * The stored numbers of one window of a raster, row by row. NaN is a pixel without data; outside
 * the window every pixel is without data. All sample types that are read (8 and 16 bit integers, 32
 * bit floats) fit a float exactly.
 */
public final class Pixels {
  private final Grid grid;
  private final Window window;
  private final float[] values;

  /**
   * @param values of the window's size, taken over and not copied
   */
  public Pixels(Grid grid, Window window, float[] values) {
    if (values.length != window.pixels()) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + window.pixels() + ")");
    }
    this.grid = grid;
    this.window = window;
    this.values = values;
  }

  public Grid grid() {
    return grid;
  }

  public Window window() {
    return window;
  }

  /** The pixel at a column and row of the grid. */
  public float at(long column, long row) {
    return window.contains(column, row)
        ? values[(int) (row - window.row()) * window.width() + (int) (column - window.column())]
        : Float.NaN;
  }

  /**
   * @param index of the pixel in the window, row by row
   */
  public float at(int index) {
    return values[index];
  }

  /** The pixel that holds a point given in the grid's reference system. */
  public float atPoint(double x, double y) {
    return at((long) Math.floor(grid.column(x)), (long) Math.floor(grid.row(y)));
  }

  /** Share of the pixels with data whose number is below a limit; 0 where there are none. */
  double shareBelow(double limit) {
    long known = 0;
    long below = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        known++;
        below += value < limit ? 1 : 0;
      }
    }
    return known == 0 ? 0 : (double) below / known;
  }
}

package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Window;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * How much of each pixel of a grid a field covers: 0 to 1, on a window of the grid. The grid goes
 * on beyond its raster, so a field that leaves the image still has its full area here.
 *
 * <p>Both rules walk the edges once. An edge leaves in every row it crosses a deposit at the column
 * where it crosses; summed from left to right, the deposits of closed rings give the share (or, for
 * centres, the winding number) of every pixel. The cost is the number of pixels on the outline plus
 * one addition per pixel of the window, however many vertices the field has.
 */
public final class Coverage {
  /** When a pixel counts. */
  public enum Rule {
    /** With the exact share of its area that lies in the field. */
    AREA,
    /** Wholly, if its centre lies in the field. */
    CENTRE
  }

  /**
   * Smaller shares are rounding, not land: a billionth of a 10 m pixel is the size of a grain of
   * sand.
   */
  private static final double LEAST = 1e-9;

  private final Grid grid;
  private final Window window;
  private final double[] weights;

  private Coverage(Grid grid, Window window, double[] weights) {
    this.grid = grid;
    this.window = window;
    this.weights = weights;
  }

  /**
   * @param field valid polygons (OGC) in the grid's reference system; orientation of rings is free
   * @param window the part of the grid that is wanted; a field that leaves it is cut, so that the
   *     parts of a divided window add up to the whole
   */
  public static Coverage of(Geometry field, Grid grid, Rule rule, Window window) {
    int stride = window.width() + 1; // the last column takes what falls on the window's right edge
    double[] deposits = new double[stride * window.height()];
    for (int i = 0; i < field.getNumGeometries(); i++) {
      if (field.getGeometryN(i) instanceof Polygon polygon) {
        var outline = new Outline(grid, window, rule, deposits);
        outline.add(polygon.getExteriorRing(), 1);
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          outline.add(polygon.getInteriorRingN(hole), -1);
        }
      }
    }
    return new Coverage(grid, window, sums(deposits, window));
  }

  /**
   * The smallest window that holds the field.
   *
   * @throws IllegalArgumentException if it has more pixels than that
   */
  public static Window windowOf(Geometry field, Grid grid, long mostPixels) {
    return windowOf(field.getEnvelopeInternal(), grid, mostPixels);
  }

  public Grid grid() {
    return grid;
  }

  public Window window() {
    return window;
  }

  /**
   * @param index of the pixel in the window, row by row
   */
  public double weight(int index) {
    return weights[index];
  }

  public int size() {
    return weights.length;
  }

  /** Whether no pixel of the window is covered. */
  public boolean isEmpty() {
    for (double weight : weights) {
      if (weight > 0) {
        return false;
      }
    }
    return true;
  }

  private static Window windowOf(Envelope extent, Grid grid, long mostPixels) {
    if (extent.isNull()) {
      return new Window(0, 0, 0, 0);
    }
    double left = Math.floor(grid.column(extent.getMinX()));
    double top = Math.floor(grid.row(extent.getMaxY()));
    double right = Math.ceil(grid.column(extent.getMaxX()));
    double bottom = Math.ceil(grid.row(extent.getMinY()));
    double pixels = (right - left) * (bottom - top);
    boolean farAway = Math.abs(left) > 1e9 || Math.abs(top) > 1e9;
    if (!(pixels <= mostPixels) || farAway) {
      throw new IllegalArgumentException(
          "field spans %.0f x %.0f pixels (expected: at most %d pixels)"
              .formatted(right - left, bottom - top, mostPixels));
    }
    return new Window((int) left, (int) top, (int) (right - left), (int) (bottom - top));
  }

  private static double[] sums(double[] deposits, Window window) {
    double[] weights = new double[(int) window.pixels()];
    for (int row = 0; row < window.height(); row++) {
      double sum = 0;
      int from = row * (window.width() + 1);
      int to = row * window.width();
      for (int column = 0; column < window.width(); column++) {
        sum += deposits[from + column];
        weights[to + column] = sum < LEAST ? 0 : Math.min(sum, 1);
      }
    }
    return weights;
  }

  /** Lays the rings of one polygon over the window. */
  private static final class Outline {
    private final Grid grid;
    private final Window window;
    private final Rule rule;
    private final double[] deposits;

    Outline(Grid grid, Window window, Rule rule, double[] deposits) {
      this.grid = grid;
      this.window = window;
      this.rule = rule;
      this.deposits = deposits;
    }

    /**
     * @param sign 1 for land, -1 for a hole
     */
    void add(LinearRing ring, int sign) {
      CoordinateSequence vertices = ring.getCoordinateSequence();
      double direction = sign * direction(vertices);
      for (int i = 1; i < vertices.size(); i++) {
        double x0 = column(vertices, i - 1);
        double y0 = row(vertices, i - 1);
        double x1 = column(vertices, i);
        double y1 = row(vertices, i);
        if (y0 < y1) {
          addDownward(x0, y0, x1, y1, direction);
        } else if (y0 > y1) {
          addDownward(x1, y1, x0, y0, -direction);
        }
      }
    }

    private double column(CoordinateSequence vertices, int i) {
      return grid.column(vertices.getX(i)) - window.column();
    }

    private double row(CoordinateSequence vertices, int i) {
      return grid.row(vertices.getY(i)) - window.row();
    }

    /**
     * 1 if the left side of the land is walked downwards, so that deposits are positive; else -1.
     */
    private double direction(CoordinateSequence vertices) {
      double twice = 0;
      for (int i = 1; i < vertices.size(); i++) {
        twice +=
            column(vertices, i - 1) * row(vertices, i) - column(vertices, i) * row(vertices, i - 1);
      }
      return twice > 0 ? -1 : 1;
    }

    private void addDownward(double x0, double y0, double x1, double y1, double direction) {
      switch (rule) {
        case AREA -> addArea(x0, y0, x1, y1, direction);
        case CENTRE -> addCentres(x0, y0, x1, y1, direction);
      }
    }

    private void addCentres(double x0, double y0, double x1, double y1, double direction) {
      int first = (int) Math.ceil(Math.max(y0, 0) - 0.5);
      for (int row = first; row < window.height() && row + 0.5 < y1; row++) {
        double x = x0 + (row + 0.5 - y0) * (x1 - x0) / (y1 - y0);
        deposit(row, (int) Math.ceil(x - 0.5), direction);
      }
    }

    private void addArea(double x0, double y0, double x1, double y1, double direction) {
      double slope = (x1 - x0) / (y1 - y0);
      double end = Math.min(y1, window.height());
      double y = Math.max(y0, 0);
      double x = y == y0 ? x0 : x0 + (y - y0) * slope;
      for (int row = (int) Math.floor(y); row < end; row++) {
        boolean last = row + 1 >= y1;
        double nextY = last ? y1 : row + 1;
        double nextX = last ? x1 : x0 + (nextY - y0) * slope;
        addInRow(row, x, nextX, (nextY - y) * direction);
        x = nextX;
        y = nextY;
      }
    }

    /**
     * A piece of an edge within one row, of signed height {@code drop}, cut at the columns it
     * crosses. Left of the window it counts for every pixel of the row, right of it for none.
     */
    private void addInRow(int row, double from, double to, double drop) {
      double left = Math.min(from, to);
      double right = Math.max(from, to);
      if (left >= window.width()) {
        return;
      }
      if (right <= 0) {
        deposit(row, 0, drop);
        return;
      }
      int firstColumn = (int) Math.floor(left);
      if (right <= firstColumn + 1) {
        addInPixel(row, firstColumn, (left + right) / 2, drop);
        return;
      }
      double perColumn = drop / (right - left);
      double rest = drop;
      double x = left;
      if (left < 0) {
        deposit(row, 0, -left * perColumn);
        rest += left * perColumn;
        x = 0;
      }
      double end = Math.min(right, window.width());
      for (int column = (int) Math.floor(x); x < end; column++) {
        double nextX = Math.min(right, column + 1);
        double part = nextX == right ? rest : (nextX - x) * perColumn;
        addInPixel(row, column, (x + nextX) / 2, part);
        rest -= part;
        x = nextX;
      }
    }

    /**
     * All right of the piece's middle is covered in this pixel, and all of the pixels to its right.
     */
    private void addInPixel(int row, int column, double middle, double drop) {
      double uncovered = middle - column;
      deposit(row, column, drop * (1 - uncovered));
      deposit(row, column + 1, drop * uncovered);
    }

    private void deposit(int row, int column, double amount) {
      // An edge on the window's lower side rounds to a row of no height.
      if (row >= 0 && row < window.height()) {
        int stride = window.width() + 1;
        deposits[row * stride + Math.clamp(column, 0, window.width())] += amount;
      }
    }
  }
}

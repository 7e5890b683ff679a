package io.farmsync.ndvi.scene;

/** A rectangle of pixels of a {@link Grid}; it may leave the raster, and it may be empty. */
public record Window(int column, int row, int width, int height) {
  public Window {
    if (width < 0 || height < 0) {
      throw new IllegalArgumentException("window: " + width + " x " + height + " (expected: >= 0)");
    }
  }

  public boolean isEmpty() {
    return width == 0 || height == 0;
  }

  public long pixels() {
    return (long) width * height;
  }

  public int endColumn() {
    return column + width;
  }

  public int endRow() {
    return row + height;
  }

  public boolean contains(long otherColumn, long otherRow) {
    return otherColumn >= column
        && otherColumn < endColumn()
        && otherRow >= row
        && otherRow < endRow();
  }

  public Window intersection(Window other) {
    int left = Math.max(column, other.column);
    int top = Math.max(row, other.row);
    int right = Math.min(endColumn(), other.endColumn());
    int bottom = Math.min(endRow(), other.endRow());
    return new Window(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }
}

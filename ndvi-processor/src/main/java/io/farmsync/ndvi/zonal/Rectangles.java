package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Raster.BlockSize;
import io.farmsync.ndvi.scene.Window;
import java.util.ArrayList;
import java.util.List;

/** Cuts a window into parts of bounded size along the blocks of a file. */
final class Rectangles {
  /** Pixels of a part: one block of a full-size scene. */
  static final int MOST_PIXELS = 1 << 20;

  private static final int SIDE = 1 << 10;

  private Rectangles() {}

  /**
   * Rows of parts from north to south, each from west to east. A small window is one part; of a
   * larger one no block belongs to two parts, unless it is larger than a part.
   */
  static List<Window> of(Window window, BlockSize blocks) {
    if (window.pixels() <= MOST_PIXELS) {
      return List.of(window);
    }
    int width = blocks.width() > SIDE ? window.width() : SIDE / blocks.width() * blocks.width();
    if ((long) width * Math.min(blocks.height(), SIDE) > MOST_PIXELS) {
      width = SIDE; // very wide strips, or blocks larger than a part
    }
    int rows = MOST_PIXELS / width;
    int height = rows >= blocks.height() ? rows / blocks.height() * blocks.height() : rows;
    var parts = new ArrayList<Window>();
    for (int row = Math.floorDiv(window.row(), height) * height;
        row < window.endRow();
        row += height) {
      for (int column = Math.floorDiv(window.column(), width) * width;
          column < window.endColumn();
          column += width) {
        parts.add(new Window(column, row, width, height).intersection(window));
      }
    }
    return parts;
  }
}

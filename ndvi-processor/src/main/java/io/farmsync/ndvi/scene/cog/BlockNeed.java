package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The upper rows of one block, as a window needs them.
 *
 * @param block number in the image, row by row
 * @param column of the block among the blocks
 * @param row likewise
 * @param rows how many of the block's rows are needed, from its first
 */
record BlockNeed(int block, int column, int row, int rows) {
  /** Up to here a gap in the file is cheaper to fetch than another request is. */
  private static final int WORTH_SKIPPING = 64 * 1024;

  /** Neighbours are merged over any gap when a window would need more requests than this. */
  private static final int ENOUGH_RUNS = 3;

  /** A window of one full-width strip per row has some thousands. */
  private static final int MOST_BLOCKS = 1 << 16;

  private static final int MOST_RUN_BYTES = 8 * 1024 * 1024;

  /** Of a block's bytes, beyond the share of its rows: rows do not pack equally well. */
  private static final double SPARE_SHARE = 0.08;

  private static final int SPARE_BYTES = 4096;

  /** What a window needs, without blocks that the file leaves out. */
  static List<BlockNeed> of(Window window, TiffDirectory directory) {
    var needs = new ArrayList<BlockNeed>();
    if (window.isEmpty()) {
      return needs;
    }
    if (count(window, directory) > MOST_BLOCKS) {
      throw new UnreadableRaster(
          "blocks of %d x %d pixels are too small to be worth reading (expected: at most %d in a window)"
              .formatted(directory.blockWidth(), directory.blockHeight(), MOST_BLOCKS));
    }
    int height = directory.blockHeight();
    int width = directory.blockWidth();
    for (int row = window.row() / height; row <= (window.endRow() - 1) / height; row++) {
      int rows = Math.min(window.endRow() - row * height, directory.rowsIn(row));
      for (int column = window.column() / width;
          column <= (window.endColumn() - 1) / width;
          column++) {
        int block = row * directory.blocksAcross() + column;
        if (!directory.isSparse(block)) {
          needs.add(new BlockNeed(block, column, row, rows));
        }
      }
    }
    return needs;
  }

  /** How many blocks a window touches, left out or not. */
  static long count(Window window, TiffDirectory directory) {
    if (window.isEmpty()) {
      return 0;
    }
    int across =
        (window.endColumn() - 1) / directory.blockWidth()
            - window.column() / directory.blockWidth()
            + 1;
    int down =
        (window.endRow() - 1) / directory.blockHeight()
            - window.row() / directory.blockHeight()
            + 1;
    return (long) across * down;
  }

  BlockNeed whole(TiffDirectory directory) {
    return new BlockNeed(block, column, row, directory.rowsIn(row));
  }

  long offset(TiffDirectory directory) {
    return directory.blockOffsets()[block];
  }

  /** Bytes that probably hold the needed rows; packed rows have no index that would tell. */
  int bytes(TiffDirectory directory) {
    int all = packedBytes(block, directory);
    if (!directory.compression().canBeCut()) {
      return all;
    }
    double share = (double) rows / directory.rowsIn(row);
    return (int) Math.min(all, all * share * (1 + SPARE_SHARE) + SPARE_BYTES);
  }

  /** A block cannot be packed to much more than it holds; a file that says so is damaged. */
  static int packedBytes(int block, TiffDirectory directory) {
    long bytes = directory.blockBytes()[block];
    long offset = directory.blockOffsets()[block];
    long most = 2L * directory.blockHeight() * directory.rowBytes() + 1024;
    if (offset <= 0 || bytes <= 0 || bytes > most) {
      throw new UnreadableRaster(
          "block %d of %d bytes at %d (expected: 1 to %d bytes at a positive offset)"
              .formatted(block, bytes, offset, most));
    }
    return (int) bytes;
  }

  /** The needs in file order, cut into one list per request. */
  static List<List<BlockNeed>> runs(List<BlockNeed> needs, TiffDirectory directory) {
    var sorted = new ArrayList<>(needs);
    sorted.sort(Comparator.comparingLong(need -> need.offset(directory)));
    List<List<BlockNeed>> runs = runs(sorted, directory, WORTH_SKIPPING);
    return runs.size() > ENOUGH_RUNS ? runs(sorted, directory, wholeBlock(directory)) : runs;
  }

  /** The gap that a partly needed block leaves before its neighbour. */
  private static int wholeBlock(TiffDirectory directory) {
    return Math.max(WORTH_SKIPPING, directory.blockHeight() * directory.rowBytes());
  }

  private static List<List<BlockNeed>> runs(
      List<BlockNeed> sorted, TiffDirectory directory, int mostGap) {
    var runs = new ArrayList<List<BlockNeed>>();
    long start = 0;
    long end = 0;
    for (BlockNeed need : sorted) {
      long offset = need.offset(directory);
      int bytes = need.bytes(directory);
      boolean near = offset - end <= mostGap && offset + bytes - start <= MOST_RUN_BYTES;
      if (runs.isEmpty() || !near) {
        runs.add(new ArrayList<>());
        start = offset;
        end = offset;
      }
      runs.getLast().add(need);
      end = Math.max(end, offset + bytes);
    }
    return runs;
  }
}

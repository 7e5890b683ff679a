package io.farmsync.ndvi.scene.cog;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of one unpacked block. What the predictor did to a row is undone when the row is
 * first asked for: most fields need few of the rows that lie above their last one.
 */
final class Block {
  private final byte[] memory;
  private final int rows;
  private final TiffDirectory directory;
  private final BitSet restored = new BitSet();

  private Block(byte[] memory, int rows, TiffDirectory directory) {
    this.memory = memory;
    this.rows = rows;
    this.directory = directory;
  }

  /**
   * @param bytes with the packed block, or its beginning, in the given part
   * @return null if that part holds fewer rows
   * @throws io.farmsync.ndvi.scene.UnreadableRaster if the block is damaged
   */
  static @Nullable Block unpack(
      byte[] bytes, int from, int length, TiffDirectory directory, int rows) {
    return unpack(bytes, from, length, directory, rows, new byte[rows * directory.rowBytes()]);
  }

  /**
   * @param memory of the size of those rows; taken over
   */
  static @Nullable Block unpack(
      byte[] bytes, int from, int length, TiffDirectory directory, int rows, byte[] memory) {
    return directory.compression().unpack(bytes, from, length, memory) < memory.length
        ? null
        : new Block(memory, rows, directory);
  }

  /** How many rows are known. */
  int rows() {
    return rows;
  }

  /**
   * Samples row by row, of which those rows may be read.
   *
   * @param end the row behind the last one
   */
  synchronized byte[] samples(int first, int end) {
    if (directory.predictor() != Predictor.NONE) {
      for (int row = restored.nextClearBit(first); row < end; row = restored.nextClearBit(row)) {
        directory
            .predictor()
            .undo(memory, row, directory.blockWidth(), directory.type(), directory.order());
        restored.set(row);
      }
    }
    return memory;
  }

  /** For another block, after this one. */
  byte[] memory() {
    return memory;
  }

  int bytes() {
    return memory.length + 64 + rows / 8;
  }
}

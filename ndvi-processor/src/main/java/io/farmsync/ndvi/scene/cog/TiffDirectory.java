package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.UnreadableRaster;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/**
 * One image of a TIFF file: how its pixels are cut into blocks (tiles or strips), packed and
 * placed.
 *
 * @param blockWidth columns of a block; a strip is as wide as the image
 * @param blockHeight rows of a block; the last strip may have fewer
 * @param tiled tiles keep their full size at the image's edges, strips do not
 * @param blockOffsets by block, row by row; 0 with a count of 0 is a block of no data
 * @param noData the file's own declaration
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffDirectory(
    ByteOrder order,
    Grid grid,
    SampleType type,
    Compression compression,
    Predictor predictor,
    int blockWidth,
    int blockHeight,
    boolean tiled,
    long[] blockOffsets,
    long[] blockBytes,
    OptionalDouble noData) {
  /** A block of 2048 x 2048 floats. Nothing that calls itself cloud-optimized comes near. */
  static final int MOST_BLOCK_BYTES = 16 * 1024 * 1024;

  TiffDirectory {
    long across = (grid.width() + (long) blockWidth - 1) / blockWidth;
    long down = (grid.height() + (long) blockHeight - 1) / blockHeight;
    long decoded = (long) blockWidth * blockHeight * type.bytes();
    if (decoded > MOST_BLOCK_BYTES) {
      throw new UnreadableRaster(
          "blocks of %d x %d pixels are too large to read in parts (expected: at most %d bytes, not %d)"
              .formatted(blockWidth, blockHeight, MOST_BLOCK_BYTES, decoded));
    }
    if (blockOffsets.length != across * down || blockBytes.length != blockOffsets.length) {
      throw new UnreadableRaster(
          "%d block offsets and %d byte counts (expected: %d of each)"
              .formatted(blockOffsets.length, blockBytes.length, across * down));
    }
  }

  int blocksAcross() {
    return (grid.width() + blockWidth - 1) / blockWidth;
  }

  int rowBytes() {
    return blockWidth * type.bytes();
  }

  /** Rows that a block of the given block row really holds. */
  int rowsIn(int blockRow) {
    return tiled ? blockHeight : Math.min(blockHeight, grid.height() - blockRow * blockHeight);
  }

  boolean isSparse(int block) {
    return blockOffsets[block] == 0 && blockBytes[block] == 0;
  }

  /** Bytes kept in memory by the two lists. */
  int listBytes() {
    return 16 * blockOffsets.length;
  }
}

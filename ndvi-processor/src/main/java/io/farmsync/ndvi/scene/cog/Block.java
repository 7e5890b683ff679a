package io.farmsync.ndvi.scene.cog;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of one unpacked block.
 *
 * @param rows how many rows are known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Block(byte[] samples, int rows, ByteOrder order) {
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
   * @param samples of the size of those rows; taken over
   */
  static @Nullable Block unpack(
      byte[] bytes, int from, int length, TiffDirectory directory, int rows, byte[] samples) {
    if (directory.compression().unpack(bytes, from, length, samples) < samples.length) {
      return null;
    }
    directory
        .predictor()
        .undo(samples, rows, directory.blockWidth(), directory.type(), directory.order());
    return new Block(samples, rows, directory.predictor().orderAfter(directory.order()));
  }

  int bytes() {
    return samples.length + 64;
  }
}

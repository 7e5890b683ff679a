package io.farmsync.ndvi.scene.cog;

import java.nio.ByteOrder;

/**
 * The first rows of one unpacked block.
 *
 * @param rows how many rows are known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Block(byte[] samples, int rows, ByteOrder order) {
  static Block unpack(byte[] packed, TiffDirectory directory, int rows) {
    byte[] samples = directory.compression().unpack(packed, rows * directory.rowBytes());
    directory
        .predictor()
        .undo(samples, rows, directory.blockWidth(), directory.type(), directory.order());
    return new Block(samples, rows, directory.predictor().orderAfter(directory.order()));
  }

  int bytes() {
    return samples.length + 64;
  }
}

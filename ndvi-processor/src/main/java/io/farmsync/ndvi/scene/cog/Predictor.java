package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.nio.ByteOrder;

/**
 * What was done to each row before compression (TIFF 6.0, section 14, and its technical note 3),
 * and how to undo it.
 */
enum Predictor {
  NONE,
  /** Each sample holds its difference from the one before it. */
  HORIZONTAL,
  /**
   * Floats split into planes of equal significance, most significant first, then differenced by
   * bytes.
   */
  FLOATING_POINT;

  static Predictor of(long code, SampleType type) {
    if (code == 1) {
      return NONE;
    }
    if (code == 2 && type != SampleType.FLOAT32) {
      return HORIZONTAL;
    }
    if (code == 3 && type == SampleType.FLOAT32) {
      return FLOATING_POINT;
    }
    throw new UnreadableRaster(
        "predictor %d over %s samples is not read (expected: 1, 2 or 3)".formatted(code, type));
  }

  /** The byte order in which samples stand after {@link #undo}. */
  ByteOrder orderAfter(ByteOrder file) {
    return this == FLOATING_POINT ? ByteOrder.BIG_ENDIAN : file;
  }

  /** Restores, in place, rows of {@code columns} samples each. */
  void undo(byte[] block, int rows, int columns, SampleType type, ByteOrder order) {
    int rowBytes = columns * type.bytes();
    for (int row = 0; row < rows; row++) {
      int start = row * rowBytes;
      switch (this) {
        case NONE -> {
          return;
        }
        case HORIZONTAL -> {
          if (type == SampleType.UINT8) {
            addBytes(block, start, rowBytes);
          } else {
            addShorts(block, start, columns, order);
          }
        }
        case FLOATING_POINT -> {
          addBytes(block, start, rowBytes);
          interleave(block, start, columns);
        }
      }
    }
  }

  private static void addBytes(byte[] block, int start, int count) {
    for (int i = start + 1; i < start + count; i++) {
      block[i] += block[i - 1];
    }
  }

  private static void addShorts(byte[] block, int start, int columns, ByteOrder order) {
    short sum = 0;
    for (int i = start; i < start + columns * 2; i += 2) {
      sum += SampleType.getShort(block, i, order);
      SampleType.setShort(block, i, order, sum);
    }
  }

  private static void interleave(byte[] block, int start, int columns) {
    byte[] planes = java.util.Arrays.copyOfRange(block, start, start + columns * 4);
    for (int column = 0; column < columns; column++) {
      for (int plane = 0; plane < 4; plane++) {
        block[start + column * 4 + plane] = planes[plane * columns + column];
      }
    }
  }
}

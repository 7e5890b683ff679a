package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVERY_LANE = 0x0001_0001_0001_0001L;
  private static final long TOP_BITS = 0x8000_8000_8000_8000L;

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

  /** Restores, in place, a row of {@code columns} samples. */
  void undo(byte[] block, int row, int columns, SampleType type, ByteOrder order) {
    int rowBytes = columns * type.bytes();
    int start = row * rowBytes;
    switch (this) {
      case NONE -> {}
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

  private static void addBytes(byte[] block, int start, int count) {
    for (int i = start + 1; i < start + count; i++) {
      block[i] += block[i - 1];
    }
  }

  /**
   * Four samples at a time: the sums within a word of four, then the last sum of the word before to
   * each. Nothing is carried from one sample into the next.
   */
  private static void addShorts(byte[] block, int start, int columns, ByteOrder order) {
    int words = order == ByteOrder.LITTLE_ENDIAN ? columns / 4 : 0;
    long last = 0;
    int wordsEnd = start + words * 8;
    for (int i = start; i < wordsEnd; i += 8) {
      long word = (long) WORDS.get(block, i);
      word = addLanes(word, word << 16);
      word = addLanes(word, word << 32);
      WORDS.set(block, i, addLanes(word, last * EVERY_LANE));
      last = (last + (word >>> 48)) & 0xffff; // all that one word waits for of the one before
    }
    short sum = (short) last;
    for (int i = wordsEnd; i < start + columns * 2; i += 2) {
      sum += SampleType.getShort(block, i, order);
      SampleType.setShort(block, i, order, sum);
    }
  }

  private static long addLanes(long a, long b) {
    return ((a & ~TOP_BITS) + (b & ~TOP_BITS)) ^ ((a ^ b) & TOP_BITS);
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

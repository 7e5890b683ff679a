package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How one pixel is stored. */
enum SampleType {
  UINT8(1),
  INT16(2),
  UINT16(2),
  FLOAT32(4);

  private static final VarHandle SHORT_BIG =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT_LITTLE =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT_BIG =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle FLOAT_LITTLE =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /**
   * @param format the SampleFormat tag: 1 unsigned, 2 signed, 3 floating point
   */
  static SampleType of(int bits, int format) {
    if (format == 1 && bits == 8) {
      return UINT8;
    }
    if (format == 1 && bits == 16) {
      return UINT16;
    }
    if (format == 2 && bits == 16) {
      return INT16;
    }
    if (format == 3 && bits == 32) {
      return FLOAT32;
    }
    throw new UnreadableRaster(
        "samples of %d bits, format %d, are not read (expected: UInt8, Int16, UInt16 or Float32)"
            .formatted(bits, format));
  }

  /** Copies samples that stand in a row. */
  void copy(byte[] from, int fromByte, ByteOrder order, float[] to, int toIndex, int count) {
    switch (this) {
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          to[toIndex + i] = from[fromByte + i] & 0xff;
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          to[toIndex + i] = getShort(from, fromByte + 2 * i, order);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          to[toIndex + i] = getShort(from, fromByte + 2 * i, order) & 0xffff;
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          to[toIndex + i] = getFloat(from, fromByte + 4 * i, order);
        }
      }
    }
  }

  private static float getFloat(byte[] block, int byteIndex, ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN
        ? (float) FLOAT_BIG.get(block, byteIndex)
        : (float) FLOAT_LITTLE.get(block, byteIndex);
  }

  static short getShort(byte[] block, int byteIndex, ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN
        ? (short) SHORT_BIG.get(block, byteIndex)
        : (short) SHORT_LITTLE.get(block, byteIndex);
  }

  static void setShort(byte[] block, int byteIndex, ByteOrder order, short value) {
    if (order == ByteOrder.BIG_ENDIAN) {
      SHORT_BIG.set(block, byteIndex, value);
    } else {
      SHORT_LITTLE.set(block, byteIndex, value);
    }
  }
}

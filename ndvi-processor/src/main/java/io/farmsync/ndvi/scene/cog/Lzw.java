package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.util.Arrays;

/**
 * LZW as in TIFF 6.0, section 13: codes of 9 to 12 bits, most significant bit first, widened one
 * code early.
 */
final class Lzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST_FREE = 258;
  private static final int MOST_CODES = 4096;

  /**
   * Each string is an earlier one and a byte; chains of prefixes, so that the table is three
   * arrays.
   */
  private final short[] prefix = new short[MOST_CODES];

  private final byte[] last = new byte[MOST_CODES];
  private final short[] length = new short[MOST_CODES];

  private Lzw() {
    for (int code = 0; code < 256; code++) {
      last[code] = (byte) code;
      length[code] = 1;
    }
  }

  /**
   * @return bytes written to {@code out}; fewer than its length if the stream ends before
   */
  static int unpack(byte[] bytes, int from, int length, byte[] out) {
    return new Lzw().run(Arrays.copyOfRange(bytes, from, from + length), out);
  }

  private int run(byte[] packed, byte[] out) {
    int free = FIRST_FREE;
    int width = 9;
    int previous = -1;
    int written = 0;
    long bit = 0;
    long bits = (long) packed.length * 8;
    while (written < out.length && bit + width <= bits) {
      int code = code(packed, bit, width);
      bit += width;
      if (code == END) {
        break;
      }
      if (code == CLEAR) {
        free = FIRST_FREE;
        width = 9;
        previous = -1;
        continue;
      }
      if (previous < 0) {
        if (code > 255) {
          throw damaged(code);
        }
        out[written++] = (byte) code;
        previous = code;
        continue;
      }
      if (code > free || (code == free && free >= MOST_CODES)) {
        throw damaged(code);
      }
      if (free < MOST_CODES) {
        prefix[free] = (short) previous;
        length[free] = (short) (length[previous] + 1);
        last[free] = first(code == free ? previous : code);
        free++;
      }
      written = write(code, out, written);
      previous = code;
      if (free >= (1 << width) - 1 && width < 12) {
        width++;
      }
    }
    return written;
  }

  private static int code(byte[] packed, long bit, int width) {
    int index = (int) (bit >> 3);
    int window = (packed[index] & 0xff) << 16;
    if (index + 1 < packed.length) {
      window |= (packed[index + 1] & 0xff) << 8;
    }
    if (index + 2 < packed.length) {
      window |= packed[index + 2] & 0xff;
    }
    return (window >> (24 - (int) (bit & 7) - width)) & ((1 << width) - 1);
  }

  private byte first(int code) {
    int current = code;
    while (current >= FIRST_FREE) {
      current = prefix[current];
    }
    return last[current];
  }

  private int write(int code, byte[] out, int start) {
    int count = length[code];
    int current = code;
    for (int i = start + count - 1; i >= start; i--) {
      if (i < out.length) {
        out[i] = last[current];
      }
      current = prefix[current];
    }
    return Math.min(out.length, start + count);
  }

  private static UnreadableRaster damaged(int code) {
    return new UnreadableRaster("damaged LZW block: code " + code + " has no meaning here");
  }
}

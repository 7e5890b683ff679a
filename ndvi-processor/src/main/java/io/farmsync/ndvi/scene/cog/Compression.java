package io.farmsync.ndvi.scene.cog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.farmsync.ndvi.scene.UnreadableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * How blocks are packed. Unpacking ends at the last byte that is wanted, however much the block
 * holds beyond it.
 */
enum Compression {
  NONE,
  LZW,
  DEFLATE,
  ZSTD;

  /**
   * A frame may ask for a window of up to 2^23 bytes; larger ones are for archives, not for blocks.
   */
  private static final int ZSTD_WINDOW_LOG = 23;

  static Compression of(long code) {
    return switch (Math.clamp(code, 0, Integer.MAX_VALUE)) {
      case 1 -> NONE;
      case 5 -> LZW;
      case 8, 32946 -> DEFLATE;
      case 50000 -> ZSTD;
      case 7 -> throw unsupported("JPEG");
      case 32773 -> throw unsupported("PackBits");
      case 34712 -> throw unsupported("JPEG 2000");
      case 34887 -> throw unsupported("LERC");
      case 34925 -> throw unsupported("LZMA");
      case 50001 -> throw unsupported("WebP");
      default -> throw unsupported("code " + code);
    };
  }

  private static UnreadableRaster unsupported(String name) {
    return new UnreadableRaster(
        "compression " + name + " is not read (expected: none, LZW, DEFLATE or ZSTD)");
  }

  /**
   * @param wanted bytes to unpack from the start of the block
   * @throws UnreadableRaster if the block is damaged or ends before
   */
  byte[] unpack(byte[] packed, int wanted) {
    byte[] out = new byte[wanted];
    int count =
        switch (this) {
          case NONE -> copy(packed, out);
          case LZW -> Lzw.unpack(packed, out);
          case DEFLATE -> inflate(packed, out);
          case ZSTD -> unzstd(packed, out);
        };
    if (count < wanted) {
      throw new UnreadableRaster(
          "%s block of %d bytes holds %d bytes (expected: at least %d)"
              .formatted(this, packed.length, count, wanted));
    }
    return out;
  }

  private static int copy(byte[] packed, byte[] out) {
    int count = Math.min(packed.length, out.length);
    System.arraycopy(packed, 0, out, 0, count);
    return count;
  }

  private static int inflate(byte[] packed, byte[] out) {
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      int count = 0;
      while (count < out.length) {
        int more = inflater.inflate(out, count, out.length - count);
        if (more == 0) {
          break; // ended, cut off, or wants a dictionary: the caller sees the count
        }
        count += more;
      }
      return count;
    } catch (DataFormatException damaged) {
      throw new UnreadableRaster("damaged DEFLATE block: " + damaged.getMessage(), damaged);
    }
  }

  private static int unzstd(byte[] packed, byte[] out) {
    try (var stream = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed))) {
      stream.setLongMax(ZSTD_WINDOW_LOG);
      return stream.readNBytes(out, 0, out.length);
    } catch (IOException damaged) {
      throw new UnreadableRaster("damaged ZSTD block: " + damaged.getMessage(), damaged);
    }
  }
}

package io.farmsync.ndvi.scene.cog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.farmsync.ndvi.scene.UnreadableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;

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

  /** Whether the beginning of a packed block unpacks to the beginning of the block. */
  boolean canBeCut() {
    return this != ZSTD;
  }

  /**
   * Fills {@code out} from the start of the block.
   *
   * @return bytes unpacked, fewer than asked for if the packed part ends before
   * @throws UnreadableRaster if the block is damaged
   */
  int unpack(byte[] bytes, int from, int length, byte[] out) {
    return switch (this) {
      case NONE -> copy(bytes, from, length, out);
      case LZW -> Lzw.unpack(bytes, from, length, out);
      case DEFLATE -> FastInflater.unpack(bytes, from, length, out);
      case ZSTD -> unzstd(bytes, from, length, out);
    };
  }

  private static int copy(byte[] bytes, int from, int length, byte[] out) {
    int count = Math.min(length, out.length);
    System.arraycopy(bytes, from, out, 0, count);
    return count;
  }

  private static int unzstd(byte[] bytes, int from, int length, byte[] out) {
    var packed = new ByteArrayInputStream(bytes, from, length);
    try (var stream = new ZstdInputStreamNoFinalizer(packed)) {
      stream.setLongMax(ZSTD_WINDOW_LOG);
      return stream.readNBytes(out, 0, out.length);
    } catch (IOException damaged) {
      throw new UnreadableRaster("damaged ZSTD block: " + damaged.getMessage(), damaged);
    }
  }
}

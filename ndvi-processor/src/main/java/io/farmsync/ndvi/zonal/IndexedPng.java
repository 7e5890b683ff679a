package io.farmsync.ndvi.zonal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A PNG of colour numbers, of which number 0 is transparent. Nothing but the pixels and the palette
 * goes into the file, so the same picture is the same bytes (by the same zlib).
 */
final class IndexedPng {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BITS = 8;
  private static final int INDEXED = 3;

  private IndexedPng() {}

  /**
   * @param pixels colour numbers, row by row
   * @param colours triples of red, green and blue for number 1 and on; at most 255
   */
  static byte[] of(byte[] pixels, int width, byte[] colours) {
    int height = pixels.length / width;
    var png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) BITS).put((byte) INDEXED).put((byte) 0).put((byte) 0).put((byte) 0);
    chunk(png, "IHDR", header.array());
    byte[] palette = new byte[3 + colours.length];
    System.arraycopy(colours, 0, palette, 3, colours.length);
    chunk(png, "PLTE", palette);
    chunk(png, "tRNS", new byte[] {0});
    chunk(png, "IDAT", packed(pixels, width, height));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  /**
   * Each row after a 0, which says that it is not filtered: filters are for shades, not numbers.
   */
  private static byte[] packed(byte[] pixels, int width, int height) {
    byte[] rows = new byte[(width + 1) * height];
    for (int row = 0; row < height; row++) {
      System.arraycopy(pixels, row * width, rows, row * (width + 1) + 1, width);
    }
    var packed = new ByteArrayOutputStream();
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(rows);
      deflater.finish();
      byte[] buffer = new byte[64 * 1024];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return packed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}

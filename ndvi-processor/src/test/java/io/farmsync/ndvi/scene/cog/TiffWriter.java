package io.farmsync.ndvi.scene.cog;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Writes small TIFF files in every layout that is read, so that the reader is tested on all of
 * them.
 */
record TiffWriter(
    ByteOrder order,
    boolean big,
    boolean tiled,
    SampleType type,
    Compression compression,
    Predictor predictor,
    int blockWidth,
    int blockHeight,
    boolean sparse) {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Tag(int id, int type, int count, byte[] value) {}

  /**
   * @param pixel number at (column, row); NaN stands for a block that may be left out, if all of it
   *     is NaN
   */
  byte[] write(int width, int height, Pixel pixel) {
    int across = (width + blockWidth - 1) / blockWidth;
    int down = (height + blockHeight - 1) / blockHeight;
    var body = new ByteArrayOutputStream();
    int start = big ? 16 : 8;
    long[] offsets = new long[across * down];
    long[] counts = new long[across * down];
    for (int block = 0; block < offsets.length; block++) {
      int top = block / across * blockHeight;
      int rows = tiled ? blockHeight : Math.min(blockHeight, height - top);
      byte[] packed = block(width, height, pixel, block % across * blockWidth, top, rows);
      if (packed.length > 0) {
        offsets[block] = (long) start + body.size();
        counts[block] = packed.length;
        body.writeBytes(packed);
      }
    }
    if (body.size() % 2 == 1) {
      body.write(0);
    }
    byte[] directory = directory(width, height, offsets, counts, start + body.size());
    ByteBuffer header = ByteBuffer.allocate(start).order(order);
    header.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    if (big) {
      header
          .putShort((short) 43)
          .putShort((short) 8)
          .putShort((short) 0)
          .putLong(start + body.size());
    } else {
      header.putShort((short) 42).putInt(start + body.size());
    }
    var file = new ByteArrayOutputStream();
    file.writeBytes(header.array());
    file.writeBytes(body.toByteArray());
    file.writeBytes(directory);
    return file.toByteArray();
  }

  interface Pixel {
    double at(int column, int row);
  }

  private byte[] block(int width, int height, Pixel pixel, int left, int top, int rows) {
    ByteBuffer raw =
        ByteBuffer.allocate(rows * blockWidth * type.bytes()).order(predictor.orderAfter(order));
    boolean any = false;
    for (int row = top; row < top + rows; row++) {
      for (int column = left; column < left + blockWidth; column++) {
        double number = column < width && row < height ? pixel.at(column, row) : 0;
        any |= !Double.isNaN(number) && column < width && row < height;
        double stored = Double.isNaN(number) ? 0 : number;
        switch (type) {
          case UINT8 -> raw.put((byte) (int) stored);
          case INT16, UINT16 -> raw.putShort((short) (int) stored);
          case FLOAT32 -> raw.putFloat((float) stored);
        }
      }
    }
    return sparse && !any ? new byte[0] : pack(predict(raw.array(), rows));
  }

  private byte[] predict(byte[] raw, int rows) {
    int rowBytes = blockWidth * type.bytes();
    byte[] out = raw.clone();
    for (int row = 0; row < rows; row++) {
      int start = row * rowBytes;
      switch (predictor) {
        case NONE -> {}
        case HORIZONTAL -> {
          for (int i = blockWidth - 1; i > 0; i--) {
            int at = start + i * type.bytes();
            if (type == SampleType.UINT8) {
              out[at] = (byte) (raw[at] - raw[at - 1]);
            } else {
              short difference =
                  (short)
                      (SampleType.getShort(raw, at, order)
                          - SampleType.getShort(raw, at - 2, order));
              SampleType.setShort(out, at, order, difference);
            }
          }
        }
        case FLOATING_POINT -> {
          byte[] planes = new byte[rowBytes];
          for (int column = 0; column < blockWidth; column++) {
            for (int plane = 0; plane < 4; plane++) {
              planes[plane * blockWidth + column] = raw[start + column * 4 + plane];
            }
          }
          out[start] = planes[0];
          for (int i = 1; i < rowBytes; i++) {
            out[start + i] = (byte) (planes[i] - planes[i - 1]);
          }
        }
      }
    }
    return out;
  }

  private byte[] pack(byte[] raw) {
    return switch (compression) {
      case NONE -> raw;
      case DEFLATE -> deflate(raw);
      case ZSTD -> Zstd.compress(raw);
      case LZW -> lzw(raw);
    };
  }

  private static byte[] deflate(byte[] raw) {
    try (var deflater = new Deflater()) {
      deflater.setInput(raw);
      deflater.finish();
      byte[] packed = new byte[raw.length + 1024];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }

  /**
   * TIFF's LZW as its section 13 describes the writer: a table of strings, cleared when it is full.
   */
  private static byte[] lzw(byte[] raw) {
    var bits = new BitWriter();
    var table = new java.util.HashMap<String, Integer>();
    int width = 9;
    int next = 258;
    bits.write(256, 9);
    String current = "";
    for (byte b : raw) {
      String longer = current + (char) (b & 0xff);
      if (longer.length() == 1 || table.containsKey(longer)) {
        current = longer;
        continue;
      }
      bits.write(code(table, current), width);
      table.put(longer, next++);
      if (next == 4095) {
        bits.write(256, width);
        table.clear();
        next = 258;
        width = 9;
      } else if (next >= 1 << width) {
        width++;
      }
      current = longer.substring(longer.length() - 1);
    }
    bits.write(code(table, current), width);
    bits.write(257, next + 1 >= 1 << width && width < 12 ? width + 1 : width);
    return bits.bytes();
  }

  private static int code(java.util.Map<String, Integer> table, String string) {
    return string.length() == 1
        ? string.charAt(0)
        : java.util.Objects.requireNonNull(table.get(string));
  }

  private static final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending;
    private int count;

    void write(int code, int width) {
      for (int bit = width - 1; bit >= 0; bit--) {
        pending = pending << 1 | (code >> bit & 1);
        if (++count == 8) {
          out.write(pending);
          pending = 0;
          count = 0;
        }
      }
    }

    byte[] bytes() {
      while (count != 0) {
        write(0, 1);
      }
      return out.toByteArray();
    }
  }

  private byte[] directory(int width, int height, long[] offsets, long[] counts, int at) {
    var tags = new ArrayList<Tag>();
    tags.add(integers(256, width));
    tags.add(integers(257, height));
    tags.add(shorts(258, type.bytes() * 8));
    tags.add(
        shorts(
            259,
            switch (compression) {
              case NONE -> 1;
              case LZW -> 5;
              case DEFLATE -> 8;
              case ZSTD -> 50000;
            }));
    if (!tiled) {
      tags.add(integers(273, offsets));
    }
    tags.add(shorts(277, 1));
    if (!tiled) {
      tags.add(integers(278, blockHeight));
      tags.add(integers(279, counts));
    }
    tags.add(
        shorts(
            317,
            switch (predictor) {
              case NONE -> 1;
              case HORIZONTAL -> 2;
              case FLOATING_POINT -> 3;
            }));
    if (tiled) {
      tags.add(integers(322, blockWidth));
      tags.add(integers(323, blockHeight));
      tags.add(integers(324, offsets));
      tags.add(integers(325, counts));
    }
    tags.add(
        shorts(
            339,
            switch (type) {
              case UINT8, UINT16 -> 1;
              case INT16 -> 2;
              case FLOAT32 -> 3;
            }));
    tags.add(doubles(33550, 10, 10, 0));
    tags.add(doubles(33922, 0, 0, 0, 600_000, 5_600_000, 0));
    tags.add(shorts(34735, 1, 1, 0, 2, 1025, 0, 1, 1, 3072, 0, 1, 32631));
    tags.add(new Tag(42113, 2, 2, "0\0".getBytes(StandardCharsets.US_ASCII)));
    return lay(tags, at);
  }

  private byte[] lay(List<Tag> tags, int at) {
    int inline = big ? 8 : 4;
    int tableBytes = (big ? 16 : 6) + tags.size() * (big ? 20 : 12);
    var extra = new ByteArrayOutputStream();
    ByteBuffer table = ByteBuffer.allocate(tableBytes).order(order);
    if (big) {
      table.putLong(tags.size());
    } else {
      table.putShort((short) tags.size());
    }
    for (Tag tag : tags) {
      table.putShort((short) tag.id).putShort((short) tag.type);
      if (big) {
        table.putLong(tag.count);
      } else {
        table.putInt(tag.count);
      }
      if (tag.value.length <= inline) {
        table.put(Arrays.copyOf(tag.value, inline));
      } else {
        long pointer = (long) at + tableBytes + extra.size();
        if (big) {
          table.putLong(pointer);
        } else {
          table.putInt((int) pointer);
        }
        extra.writeBytes(tag.value);
      }
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(table.array());
    out.writeBytes(extra.toByteArray());
    return out.toByteArray();
  }

  private Tag shorts(int id, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 2).order(order);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return new Tag(id, 3, values.length, buffer.array());
  }

  private Tag integers(int id, long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * (big ? 8 : 4)).order(order);
    for (long value : values) {
      if (big) {
        buffer.putLong(value);
      } else {
        buffer.putInt((int) value);
      }
    }
    return new Tag(id, big ? 16 : 4, values.length, buffer.array());
  }

  private Tag doubles(int id, double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(order);
    for (double value : values) {
      buffer.putDouble(value);
    }
    return new Tag(id, 12, values.length, buffer.array());
  }
}

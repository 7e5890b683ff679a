package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.UnreadableRaster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directories of a TIFF file (TIFF 6.0, BigTIFF, GeoTIFF 1.1, GDAL's no-data tag).
 * Believes nothing: every count is bounded before memory is taken for it, and what is not supported
 * is refused by name.
 */
final class TiffParser {
  private static final int MOST_TAGS = 512;
  private static final int MOST_VALUES = 1 << 20;
  private static final int MOST_SIDE = 1 << 20;
  private static final int MOST_IMAGES = 32;

  /** NewSubfileType of an overview; masks have other bits. */
  private static final int REDUCED_IMAGE = 1;

  private static final int GEO_RASTER_TYPE = 1025;
  private static final int GEO_PROJECTED_CRS = 3072;
  private static final int PIXEL_IS_POINT = 2;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(int tag, int type, long count, byte[] value) {}

  private final ByteSource source;
  private final ByteOrder order;
  private final boolean big;
  private final Map<Integer, Entry> entries = new HashMap<>();

  /** Where the next directory begins; 0 if there is none. */
  private long next;

  /** The full image. */
  static TiffDirectory first(ByteSource source) {
    TiffParser parser = start(source);
    return parser.directory(null);
  }

  /**
   * The full image and, finest first, its reduced ones. Other images of the file, such as masks,
   * are left out.
   */
  static List<TiffDirectory> images(ByteSource source) {
    TiffParser parser = start(source);
    TiffDirectory full = parser.directory(null);
    var images = new ArrayList<TiffDirectory>();
    images.add(full);
    var seen = new HashSet<Long>();
    for (long next = parser.next; next != 0; next = parser.next) {
      if (!seen.add(next) || seen.size() > MOST_IMAGES) {
        throw new UnreadableRaster(
            "directories run in a circle or are too many (expected: at most " + MOST_IMAGES + ")");
      }
      parser = new TiffParser(source, parser.order, parser.big);
      parser.readEntries(next);
      if (parser.oneOr(254, 0) == REDUCED_IMAGE) {
        images.add(parser.directory(full.grid()));
      }
    }
    images.sort(Comparator.comparingInt((TiffDirectory image) -> image.grid().width()).reversed());
    return List.copyOf(images);
  }

  /** A parser that has read the first directory. */
  private static TiffParser start(ByteSource source) {
    byte[] start = source.read(0, 8);
    ByteOrder order =
        switch ((start[0] << 8) | start[1]) {
          case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
          case 0x4d4d -> ByteOrder.BIG_ENDIAN;
          default -> throw notATiff(start);
        };
    ByteBuffer header = ByteBuffer.wrap(start).order(order);
    int version = header.getShort(2);
    if (version == 42) {
      var parser = new TiffParser(source, order, false);
      parser.readEntries(header.getInt(4) & 0xffff_ffffL);
      return parser;
    }
    if (version == 43 && header.getShort(4) == 8) {
      var parser = new TiffParser(source, order, true);
      parser.readEntries(buffer(source.read(8, 8), order).getLong());
      return parser;
    }
    throw notATiff(start);
  }

  private TiffParser(ByteSource source, ByteOrder order, boolean big) {
    this.source = source;
    this.order = order;
    this.big = big;
  }

  /**
   * @param full the grid of which this is a reduced image; null reads the georeference
   */
  private TiffDirectory directory(@Nullable Grid full) {
    int width = Math.toIntExact(bounded("ImageWidth", one(256, "ImageWidth"), 1, MOST_SIDE));
    int height = Math.toIntExact(bounded("ImageLength", one(257, "ImageLength"), 1, MOST_SIDE));
    long samples = oneOr(277, 1);
    if (samples != 1) {
      throw new UnreadableRaster(
          samples + " samples per pixel are not read (expected: 1 band per file)");
    }
    SampleType type = SampleType.of((int) oneOr(258, 1), (int) oneOr(339, 1));
    boolean tiled = entries.containsKey(322);
    int blockWidth =
        tiled ? (int) bounded("TileWidth", one(322, "TileWidth"), 1, MOST_SIDE) : width;
    int blockHeight =
        tiled
            ? (int) bounded("TileLength", one(323, "TileLength"), 1, MOST_SIDE)
            : (int) Math.min(height, bounded("RowsPerStrip", oneOr(278, height), 1, 0xffff_ffffL));
    return new TiffDirectory(
        order,
        full == null ? grid(width, height) : full.reducedTo(width, height),
        type,
        Compression.of(oneOr(259, 1)),
        Predictor.of(oneOr(317, 1), type),
        blockWidth,
        blockHeight,
        tiled,
        integers(tiled ? 324 : 273, tiled ? "TileOffsets" : "StripOffsets"),
        integers(tiled ? 325 : 279, tiled ? "TileByteCounts" : "StripByteCounts"),
        noData());
  }

  private void readEntries(long offset) {
    int countBytes = big ? 8 : 2;
    ByteBuffer counter = buffer(source.read(offset, countBytes), order);
    long count = big ? counter.getLong() : counter.getShort() & 0xffff;
    bounded("number of tags", count, 1, MOST_TAGS);
    int entryBytes = big ? 20 : 12;
    ByteBuffer table = buffer(source.read(offset + countBytes, (int) count * entryBytes), order);
    for (int i = 0; i < count; i++) {
      table.position(i * entryBytes);
      int tag = table.getShort() & 0xffff;
      int type = table.getShort() & 0xffff;
      long values = big ? table.getLong() : table.getInt() & 0xffff_ffffL;
      byte[] inline = new byte[big ? 8 : 4];
      table.get(inline);
      entries.put(tag, new Entry(tag, type, values, inline));
    }
    ByteBuffer after =
        buffer(source.read(offset + countBytes + count * entryBytes, big ? 8 : 4), order);
    next = big ? after.getLong() : after.getInt() & 0xffff_ffffL;
  }

  private Grid grid(int width, int height) {
    double[] scale = doubles(33550, "ModelPixelScale");
    double[] tie = doubles(33922, "ModelTiepoint");
    if (scale == null || tie == null || scale.length < 2 || tie.length < 6) {
      throw new UnreadableRaster(
          "no ModelPixelScale and ModelTiepoint (expected: a north-up GeoTIFF)");
    }
    int epsg = 0;
    double half = 0;
    long[] keys = integers(34735, "GeoKeyDirectory");
    for (int i = 4; i + 3 < keys.length; i += 4) {
      if (keys[i + 1] != 0) {
        continue; // the value stands in another tag
      }
      if (keys[i] == GEO_PROJECTED_CRS) {
        epsg = (int) keys[i + 3];
      } else if (keys[i] == GEO_RASTER_TYPE && keys[i + 3] == PIXEL_IS_POINT) {
        half = 0.5; // the tie point is a pixel's middle
      }
    }
    if (epsg == 0 || epsg == 32767) {
      throw new UnreadableRaster(
          "no projected reference system by EPSG code (expected: GeoKey 3072)");
    }
    try {
      return new Grid(
          epsg,
          tie[3] - (tie[0] + half) * scale[0],
          tie[4] + (tie[1] + half) * scale[1],
          scale[0],
          scale[1],
          width,
          height);
    } catch (IllegalArgumentException impossible) {
      throw new UnreadableRaster("impossible georeference: " + impossible.getMessage(), impossible);
    }
  }

  private OptionalDouble noData() {
    Entry entry = entries.get(42113);
    if (entry == null || entry.count > 64) {
      return OptionalDouble.empty();
    }
    String text =
        new String(bytes(entry, "GDAL_NODATA"), StandardCharsets.US_ASCII)
            .replace("\0", "")
            .strip();
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException notANumber) {
      throw new UnreadableRaster("GDAL_NODATA is not a number");
    }
  }

  private long one(int tag, String name) {
    long[] values = integers(tag, name);
    if (values.length == 0) {
      throw new UnreadableRaster(name + " has no value");
    }
    return values[0];
  }

  private long oneOr(int tag, long fallback) {
    return entries.containsKey(tag) ? one(tag, "tag " + tag) : fallback;
  }

  private long[] integers(int tag, String name) {
    Entry entry = entries.get(tag);
    if (entry == null) {
      throw new UnreadableRaster("no " + name);
    }
    ByteBuffer values = buffer(bytes(entry, name), order);
    long[] numbers = new long[(int) entry.count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (entry.type) {
            case 1 -> values.get() & 0xff;
            case 3 -> values.getShort() & 0xffff;
            case 4, 13 -> values.getInt() & 0xffff_ffffL;
            case 16, 18 -> values.getLong();
            default ->
                throw new UnreadableRaster(
                    name + " has type " + entry.type + " (expected: an unsigned integer)");
          };
    }
    return numbers;
  }

  private double @Nullable [] doubles(int tag, String name) {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return null;
    }
    if (entry.type != 12) {
      throw new UnreadableRaster(name + " has type " + entry.type + " (expected: double)");
    }
    ByteBuffer values = buffer(bytes(entry, name), order);
    double[] numbers = new double[(int) entry.count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.getDouble();
    }
    return numbers;
  }

  private byte[] bytes(Entry entry, String name) {
    int size =
        switch (entry.type) {
          case 1, 2, 6, 7 -> 1;
          case 3, 8 -> 2;
          case 4, 9, 11, 13 -> 4;
          case 5, 10, 12, 16, 17, 18 -> 8;
          default -> throw new UnreadableRaster(name + " has unknown type " + entry.type);
        };
    bounded("number of values of " + name, entry.count, 0, MOST_VALUES);
    int length = (int) entry.count * size;
    if (length <= entry.value.length) {
      return entry.value;
    }
    ByteBuffer pointer = buffer(entry.value, order);
    return source.read(big ? pointer.getLong() : pointer.getInt() & 0xffff_ffffL, length);
  }

  private static long bounded(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UnreadableRaster("%s: %d (expected: %d to %d)".formatted(name, value, least, most));
    }
    return value;
  }

  private static ByteBuffer buffer(byte[] bytes, ByteOrder order) {
    return ByteBuffer.wrap(bytes).order(order);
  }

  private static UnreadableRaster notATiff(byte[] start) {
    String seen = java.util.HexFormat.of().formatHex(start);
    String kind = seen.startsWith("0000000c6a502020") ? "JPEG 2000" : "not a TIFF file";
    return new UnreadableRaster(kind + ", it begins with " + seen + " (expected: TIFF or BigTIFF)");
  }
}

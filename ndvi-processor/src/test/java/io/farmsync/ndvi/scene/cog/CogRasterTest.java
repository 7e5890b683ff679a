package io.farmsync.ndvi.scene.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import java.net.URI;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CogRasterTest {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 50;
  private static final URI HREF = URI.create("http://files/test.tif");

  /** Every combination that is read. */
  static List<TiffWriter> layouts() {
    var layouts = new ArrayList<TiffWriter>();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (boolean big : List.of(false, true)) {
        for (boolean tiled : List.of(false, true)) {
          for (SampleType type : SampleType.values()) {
            for (Compression compression : Compression.values()) {
              Predictor other =
                  type == SampleType.FLOAT32 ? Predictor.FLOATING_POINT : Predictor.HORIZONTAL;
              for (Predictor predictor : List.of(Predictor.NONE, other)) {
                layouts.add(layout(order, big, tiled, type, compression, predictor));
              }
            }
          }
        }
      }
    }
    return layouts;
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyLayoutGivesThePixelsThatWereWritten(TiffWriter layout) {
    TiffWriter.Pixel pixel = numbers(layout.type());
    CogRaster raster = open(layout.write(WIDTH, HEIGHT, pixel));

    Pixels all = raster.read(new Window(0, 0, WIDTH, HEIGHT));
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        assertThat(all.at(column, row))
            .as("%d, %d", column, row)
            .isEqualTo((float) pixel.at(column, row));
      }
    }
  }

  @Test
  void lzwTableThatFillsUpIsBuiltAnew() {
    TiffWriter.Pixel pixel = numbers(SampleType.UINT16);
    var strips =
        new TiffWriter(
            ByteOrder.BIG_ENDIAN,
            false,
            false,
            SampleType.UINT16,
            Compression.LZW,
            Predictor.NONE,
            200,
            90,
            false);
    CogRaster raster = open(strips.write(200, 100, pixel));

    Pixels pixels = raster.read(new Window(0, 0, 200, 100));

    assertThat(pixels.at(199, 99)).isEqualTo((float) pixel.at(199, 99));
    assertThat(pixels.at(57, 88)).isEqualTo((float) pixel.at(57, 88));
  }

  @Test
  void windowAcrossBlocksIsThatPartOfTheImage() {
    TiffWriter.Pixel pixel = numbers(SampleType.UINT16);
    CogRaster raster = open(usual().write(WIDTH, HEIGHT, pixel));

    Pixels part = raster.read(new Window(10, 14, 41, 23));

    for (int row = 14; row < 37; row++) {
      for (int column = 10; column < 51; column++) {
        assertThat(part.at(column, row)).isEqualTo((float) pixel.at(column, row));
      }
    }
    assertThat(part.at(9, 20)).isNaN();
  }

  @Test
  void blockThatAnnouncedWindowsShareIsFetchedOnceAndForgottenWithTheLast() {
    TiffWriter.Pixel pixel = numbers(SampleType.UINT16);
    var file = new Bytes(usual().write(WIDTH, HEIGHT, pixel));
    var windows =
        List.of(new Window(0, 0, 20, 4), new Window(3, 9, 20, 9), new Window(33, 33, 4, 4));
    Raster raster = open(file).forWindows(windows);
    int header = file.reads;

    for (Window window : windows) {
      Pixels pixels = raster.read(window);
      for (int row = window.row(); row < window.endRow(); row++) {
        for (int column = window.column(); column < window.endColumn(); column++) {
          assertThat(pixels.at(column, row)).isEqualTo((float) pixel.at(column, row));
        }
      }
    }
    assertThat(file.reads - header).isEqualTo(5); // 4 blocks in the north-west and another
    assertThat(raster.isAtHand(windows.get(1))).isTrue();

    raster.done(windows.get(0));
    assertThat(raster.isAtHand(windows.get(1))).isTrue();
    raster.done(windows.get(1));
    assertThat(raster.isAtHand(windows.get(1))).isFalse();
    assertThat(raster.isAtHand(windows.get(2))).isTrue();
  }

  @Test
  void windowBeyondTheImageIsCutToIt() {
    CogRaster raster = open(usual().write(WIDTH, HEIGHT, (_, _) -> 7));

    assertThat(raster.read(new Window(-5, -5, 8, 8)).window()).isEqualTo(new Window(0, 0, 3, 3));
    assertThat(raster.read(new Window(500, 500, 8, 8)).window().isEmpty()).isTrue();
  }

  @Test
  void blockThatTheFileLeavesOutHasNoData() {
    var sparse =
        new TiffWriter(
            ByteOrder.LITTLE_ENDIAN,
            false,
            true,
            SampleType.UINT16,
            Compression.DEFLATE,
            Predictor.HORIZONTAL,
            16,
            16,
            true);
    CogRaster raster =
        open(sparse.write(WIDTH, HEIGHT, (column, _) -> column < 16 ? Double.NaN : column));

    Pixels pixels = raster.read(new Window(0, 0, WIDTH, HEIGHT));

    assertThat(pixels.at(15, 0)).isNaN();
    assertThat(pixels.at(16, 0)).isEqualTo(16);
  }

  @Test
  void declaredNoDataNumberIsNoData() {
    CogRaster raster = open(usual().write(WIDTH, HEIGHT, (column, _) -> column == 3 ? 0 : 5));

    assertThat(raster.read(new Window(0, 0, 8, 8)).at(3, 0)).isNaN();
  }

  @Test
  void unpackingEndsWithTheLastNeededRow() {
    var cache = new BlockCache(1 << 20);
    var source = new Bytes(usual().write(WIDTH, HEIGHT, numbers(SampleType.UINT16)));
    var raster = new CogRaster(new CogFile(HREF, source), 0, 0, cache, 1 << 20);

    raster.read(new Window(0, 0, 4, 3));

    assertThat(cache.find(new BlockCache.Key(HREF, 0, 0)))
        .satisfies(block -> assertThat(block.rows()).isEqualTo(3));
    assertThat(raster.isAtHand(new Window(0, 0, 4, 3))).isTrue();
    assertThat(raster.isAtHand(new Window(0, 0, 4, 4))).isFalse();
  }

  @Test
  void neighbouringBlocksAreFetchedInOneReadAndKnownOnesNotAgain() {
    var source = new Bytes(usual().write(WIDTH, HEIGHT, numbers(SampleType.UINT16)));
    CogRaster raster = open(source);
    int before = source.reads;

    raster.read(new Window(0, 0, WIDTH, HEIGHT));
    raster.read(new Window(5, 5, 30, 30));

    assertThat(source.reads - before).isEqualTo(1);
  }

  @Test
  void unsupportedKindsAreRefusedByName() {
    byte[] file = usual().write(WIDTH, HEIGHT, (_, _) -> 5);
    assertRefused(patched(file, 259, 7), "JPEG");
    assertRefused(patched(file, 277, 3), "3 samples per pixel");
    assertRefused(patched(file, 339, 6), "format 6");
    assertRefused(patched(file, 317, 3), "predictor 3");
    assertRefused(
        "<html>".repeat(20).getBytes(java.nio.charset.StandardCharsets.US_ASCII), "not a TIFF");
    assertRefused(
        java.util.HexFormat.of().parseHex("0000000c6a5020200d0a870a00000014"), "JPEG 2000");
  }

  @Test
  void cutOffFileIsRefusedAsSuch() {
    byte[] file = usual().write(WIDTH, HEIGHT, numbers(SampleType.UINT16));
    assertRefused(Arrays.copyOf(file, file.length / 2), "cut off");
  }

  /**
   * Whatever the damage: pixels or a refusal, at once, and never another exception or a great
   * amount of memory.
   */
  @Test
  void damagedFilesAreReadOrRefusedButNothingElse() {
    var random = new Random(20260103);
    List<TiffWriter> layouts = layouts();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 4000; round++) {
            TiffWriter layout = layouts.get(random.nextInt(layouts.size()));
            byte[] file = damage(layout.write(WIDTH, HEIGHT, numbers(layout.type())), random);
            try {
              open(file).read(new Window(0, 0, WIDTH, HEIGHT));
            } catch (UnreadableRaster refused) {
              assertThat(refused.getMessage()).as("round %d", round).isNotBlank();
            }
          }
        });
  }

  private static byte[] damage(byte[] file, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
    // Half of the flips go where they hurt most: into the header and the directory at the end of
    // these files.
    int flips = random.nextInt(1, 6);
    for (int i = 0; i < flips; i++) {
      int tail = Math.min(file.length, 700);
      int at =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(16);
            case 1, 2 -> file.length - 1 - random.nextInt(tail);
            default -> random.nextInt(file.length);
          };
      file[at] ^= (byte) (1 << random.nextInt(8));
    }
    return file;
  }

  private static void assertRefused(byte[] file, String why) {
    assertThatThrownBy(() -> open(file).read(new Window(0, 0, WIDTH, HEIGHT)))
        .isInstanceOf(UnreadableRaster.class)
        .hasMessageContaining(why);
  }

  /** The file with another number in an inline SHORT tag; for little-endian classic files. */
  private static byte[] patched(byte[] file, int tag, int value) {
    byte[] copy = file.clone();
    int directory = java.nio.ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    int count = SampleType.getShort(file, directory, ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      int entry = directory + 2 + 12 * i;
      if ((SampleType.getShort(file, entry, ByteOrder.LITTLE_ENDIAN) & 0xffff) == tag) {
        SampleType.setShort(copy, entry + 8, ByteOrder.LITTLE_ENDIAN, (short) value);
      }
    }
    return copy;
  }

  private static TiffWriter usual() {
    return layout(
        ByteOrder.LITTLE_ENDIAN,
        false,
        true,
        SampleType.UINT16,
        Compression.DEFLATE,
        Predictor.HORIZONTAL);
  }

  private static TiffWriter layout(
      ByteOrder order,
      boolean big,
      boolean tiled,
      SampleType type,
      Compression compression,
      Predictor predictor) {
    return new TiffWriter(
        order, big, tiled, type, compression, predictor, tiled ? 16 : WIDTH, tiled ? 16 : 7, false);
  }

  /**
   * Numbers that use the type's whole range and are never 0, which these files declare as no data.
   */
  private static TiffWriter.Pixel numbers(SampleType type) {
    return (column, row) -> {
      int mixed = (column * 7919 + row * 104_729) & 0xffff;
      return switch (type) {
        case UINT8 -> 1 + mixed % 255;
        case UINT16 -> 1 + mixed % 65_535;
        case INT16 -> mixed == 32_768 ? 1 : mixed - 32_768;
        case FLOAT32 -> (mixed + 1) / 1000f;
      };
    };
  }

  private static CogRaster open(byte[] file) {
    return open(new Bytes(file));
  }

  private static CogRaster open(ByteSource source) {
    return new CogRaster(new CogFile(HREF, source), 0, 0, new BlockCache(1 << 20), 1 << 20);
  }

  /** A file in memory that counts how often it is read. */
  private static final class Bytes implements ByteSource {
    private final byte[] file;
    private int reads;

    Bytes(byte[] file) {
      this.file = file;
    }

    @Override
    public synchronized byte[] read(long offset, int length) {
      reads++;
      if (offset < 0 || offset > file.length - length) {
        throw new UnreadableRaster("file is cut off at " + file.length);
      }
      return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
    }

    @Override
    public int keptBytes() {
      return 0;
    }
  }
}

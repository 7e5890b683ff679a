package io.farmsync.ndvi.scene.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that GDAL wrote in every supported layout; their README says how. */
class GdalFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/gdal");

  /** Damaged files; {@code -Dndvi.fuzz.rounds} makes it more. */
  private static final int ROUNDS = Integer.getInteger("ndvi.fuzz.rounds", 6000);

  static Stream<Map.Entry<String, JsonNode>> files() {
    return JsonMapper.shared()
        .readTree(FOLDER.resolve("expected.json"))
        .path("files")
        .properties()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void pixelsOfEveryImageAreThoseThatGdalReads(Map.Entry<String, JsonNode> file)
      throws IOException {
    CogFile opened = open(Files.readAllBytes(FOLDER.resolve(file.getKey() + ".tif")));
    JsonNode images = file.getValue();
    assertThat(opened.images()).hasSize(images.size());
    for (int image = 0; image < images.size(); image++) {
      JsonNode expected = images.get(image);
      Raster raster = new CogRaster(opened, image, 0, new BlockCache(1 << 20), 1 << 20);
      assertThat(raster.grid().width()).isEqualTo(expected.path("width").intValue());
      assertThat(raster.grid().height()).isEqualTo(expected.path("height").intValue());
      assertThat(crc32(raster)).as("image %d", image).isEqualTo(expected.path("crc32").longValue());
    }
  }

  @Test
  void reducedImageIsChosenByTheWidthOfItsPixels() throws IOException {
    CogFile file = open(Files.readAllBytes(FOLDER.resolve("uint16-overviews.tif")));
    Raster full = new CogRaster(file, 0, 0, new BlockCache(1 << 20), 1 << 20);

    assertThat(full.reducedTo(15).grid().width()).isEqualTo(70);
    assertThat(full.reducedTo(20).grid().width()).isEqualTo(35);
    assertThat(full.reducedTo(38).grid().width()).isEqualTo(35);
    assertThat(full.reducedTo(500).grid().width()).isEqualTo(18);
    assertThat(full.reducedTo(500).grid().x(18)).isCloseTo(full.grid().x(70), within(1e-6));
  }

  /** Pixels or a refusal, soon, and never another exception or much memory. */
  @Test
  void damagedFilesAreReadOrRefusedButNothingElse() throws IOException {
    List<byte[]> files =
        files().map(file -> bytes(FOLDER.resolve(file.getKey() + ".tif"))).toList();
    var random = new Random(20260105);
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1 + ROUNDS / 5000),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] file = damaged(files.get(random.nextInt(files.size())), random);
            try {
              CogFile opened = open(file);
              for (int image = 0; image < opened.images().size(); image++) {
                var raster = new CogRaster(opened, image, 0, new BlockCache(1 << 20), 1 << 20);
                raster.read(new Window(0, 0, 100, 100));
              }
            } catch (UnreadableRaster refused) {
              assertThat(refused.getMessage()).as("round %d", round).isNotBlank();
            } catch (RuntimeException other) {
              throw new AssertionError("round " + round, other);
            }
          }
        });
  }

  /** Cut off, bits flipped, or a number of the header made large, odd or that of another. */
  private static byte[] damaged(byte[] sound, Random random) {
    byte[] file = sound.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(file, random.nextInt(file.length));
      }
      case 1 -> {
        for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
          file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      default -> {
        int header = Math.min(file.length, 1200);
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
          int at = random.nextInt(header - 4);
          int value =
              switch (random.nextInt(4)) {
                case 0 -> -1;
                case 1 -> random.nextInt(64);
                case 2 -> random.nextInt();
                default -> file.length - random.nextInt(64);
              };
          ByteBuffer.wrap(file).order(ByteOrder.nativeOrder()).putInt(at, value);
        }
      }
    }
    return file;
  }

  private static long crc32(Raster raster) {
    Window whole = raster.grid().bounds();
    Pixels pixels = raster.read(whole);
    var bytes = ByteBuffer.allocate((int) whole.pixels() * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < whole.height(); row++) {
      for (int column = 0; column < whole.width(); column++) {
        float value = pixels.at(column, row);
        bytes.putFloat(Float.isNaN(value) ? 0 : value);
      }
    }
    var sum = new CRC32();
    sum.update(bytes.array());
    return sum.getValue();
  }

  private static CogFile open(byte[] file) {
    return new CogFile(
        URI.create("http://files/gdal.tif"),
        new ByteSource() {
          @Override
          public byte[] read(long offset, int length) {
            if (offset < 0 || offset > file.length - length) {
              throw new UnreadableRaster("file is cut off at " + file.length);
            }
            return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
          }

          @Override
          public int keptBytes() {
            return 0;
          }
        });
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}

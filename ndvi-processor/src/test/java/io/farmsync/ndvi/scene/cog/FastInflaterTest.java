package io.farmsync.ndvi.scene.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** The JDK's {@link Inflater} is the reference. */
class FastInflaterTest {
  private static final int ROUNDS = 3000;

  private final Random random = new Random(20260104);

  @Test
  void unpacksWhatTheJdkPackedAtEveryLevelAndStrategyAsFarAsWanted() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] data = data();
      byte[] packed = packed(data);
      byte[] out = new byte[random.nextBoolean() ? data.length : random.nextInt(data.length + 1)];
      byte[] elsewhere = new byte[packed.length + 7];
      System.arraycopy(packed, 0, elsewhere, 3, packed.length);

      assertThat(FastInflater.unpack(elsewhere, 3, packed.length, out))
          .as("round %d", round)
          .isEqualTo(out.length);
      assertThat(out).as("round %d", round).isEqualTo(Arrays.copyOf(data, out.length));
    }
  }

  @Test
  void streamThatIsCutOffGivesItsBeginning() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] data = data();
      byte[] packed = packed(data);
      byte[] out = new byte[data.length];

      int count = FastInflater.unpack(packed, 0, random.nextInt(packed.length), out);

      assertThat(count).as("round %d", round).isLessThanOrEqualTo(data.length);
      assertThat(Arrays.copyOf(out, count))
          .as("round %d", round)
          .isEqualTo(Arrays.copyOf(data, count));
    }
  }

  @Test
  void damagedStreamGivesWhatTheJdkMakesOfItOrIsRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] data = data();
      byte[] packed = packed(data);
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] expected = new byte[data.length];
      int count = byTheJdk(packed, expected);
      byte[] out = new byte[data.length];
      try {
        int ours = FastInflater.unpack(packed, 0, packed.length, out);
        if (count == out.length) { // else the JDK minds what follows the wanted bytes
          assertThat(ours).as("round %d", round).isEqualTo(count);
          assertThat(out).as("round %d", round).isEqualTo(expected);
        }
      } catch (UnreadableRaster refused) {
        assertThat(count).as("round %d: %s", round, refused).isNotEqualTo(out.length);
      }
    }
  }

  @Test
  void wrongChecksumIsRefused() {
    byte[] data = new byte[5000];
    random.nextBytes(data);
    byte[] packed = packed(data);
    packed[packed.length - 1] ^= 1;

    assertThatThrownBy(() -> FastInflater.unpack(packed, 0, packed.length, new byte[data.length]))
        .isInstanceOf(UnreadableRaster.class)
        .hasMessageContaining("checksum");
  }

  /** At least one byte: noise, smooth samples, runs, differences of samples, repetitions. */
  private byte[] data() {
    byte[] data = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 3000)];
    int kind = random.nextInt(5);
    for (int i = 0; i < data.length; i++) {
      data[i] =
          switch (kind) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) (random.nextGaussian() * 10);
            case 2 -> (byte) (i / 1000);
            case 3 -> (byte) (i % 2 == 0 ? random.nextGaussian() * 30 : -random.nextInt(2));
            default -> (byte) "farm sync ".charAt(Math.floorMod(i * i / 7, 10));
          };
    }
    return data;
  }

  private byte[] packed(byte[] data) {
    try (var deflater = new Deflater(random.nextInt(10))) {
      deflater.setStrategy(random.nextInt(3));
      deflater.setInput(data);
      deflater.finish();
      byte[] packed = new byte[data.length + 1000];
      int count = 0;
      while (!deflater.finished()) {
        count += deflater.deflate(packed, count, packed.length - count);
      }
      return Arrays.copyOf(packed, count);
    }
  }

  /** Bytes written, or -1 if the stream is refused. */
  private static int byTheJdk(byte[] packed, byte[] out) {
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      int count = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(out, count, out.length - count);
        if (more == 0) {
          break;
        }
        count += more;
      }
      return count;
    } catch (DataFormatException refused) {
      return -1;
    }
  }
}

package io.farmsync.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every query; {@code -Dfuzz.seeds=N} tries more of them. */
class CanonicalQueryPropertiesTest {

  private static final int ROUNDS = 1000;
  private static final String[] PIECES = {
    "a", "Z", "0", "~", "*", "+", "%", "%2", "%zz", "%c3%a9", "%C3", "%00", "%25", "é", ";", "/",
    "=", "'", " "
  };

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("fuzz.seeds", 5));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theCanonicalFormIsItsOwnCanonicalFormAndPlainAscii(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String raw = String.join("&", parts(random));
      CanonicalQuery.of(raw)
          .ifPresent(canonical -> {
            assertThat(canonical).as("seed %d: %s", seed, raw).matches("([A-Za-z0-9_.~%=&-])*");
            assertThat(CanonicalQuery.of(canonical))
                .as("seed %d: %s", seed, raw)
                .contains(canonical);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfTheParametersDoesNotCountButEachOfThemDoes(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      var parts = parts(random);
      var shuffled = new ArrayList<>(parts);
      Collections.shuffle(shuffled, random);
      var canonical = CanonicalQuery.of(String.join("&", parts));
      assertThat(CanonicalQuery.of(String.join("&", shuffled)))
          .as("seed %d: %s", seed, parts)
          .isEqualTo(canonical);
      shuffled.add("added=1");
      if (canonical.isPresent()) {
        assertThat(CanonicalQuery.of(String.join("&", shuffled)))
            .as("seed %d: %s", seed, parts)
            .isNotEqualTo(canonical);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void wellFormedValuesComeBackAsTheyWereMeant(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String value = "é%s農 +~*".formatted(random.nextInt());
      String encoded = java.net.URLEncoder.encode(value, StandardCharsets.UTF_8);
      String canonical = CanonicalQuery.of("k=" + encoded).orElseThrow();
      assertThat(URLDecoder.decode(canonical.substring(2), StandardCharsets.UTF_8))
          .as("seed %d", seed)
          .isEqualTo(value);
    }
  }

  private static List<String> parts(Random random) {
    var parts = new ArrayList<String>();
    for (int i = random.nextInt(5); i > 0; i--) {
      var part = new StringBuilder();
      for (int j = random.nextInt(8); j > 0; j--) {
        part.append(PIECES[random.nextInt(PIECES.length)]);
      }
      parts.add(
          new String(
              part.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
    return parts;
  }
}

package io.farmsync.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalQueryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "z=last&a=2&b=two%20words&a=1&q=x+y&plus=%2B&empty=&bare&A=upper"
            + " A=upper&a=1&a=2&b=two%20words&bare=&empty=&plus=%2B&q=x%20y&z=last",
        "name=Caf%c3%a9&t=~tilde-_.&s=*!()'&sl=a/b:c&n=%E8%BE%B2%E5%A0%B4"
            + " n=%E8%BE%B2%E5%A0%B4&name=Caf%C3%A9&s=%2A%21%28%29%27&sl=a%2Fb%3Ac&t=~tilde-_.",
      },
      quoteCharacter = '"')
  void theVectorsOfTheContractHold(String raw, String canonical) {
    assertThat(CanonicalQuery.of(raw)).contains(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "a=%zz, a=%25zz",
    "a=%, a=%25",
    "a=%4, a=%254",
    "a=100%&b=1, a=100%25&b=1",
    "a=%2, a=%252",
    "a=b=c, a=b%3Dc",
    "=v, =v",
    "a;b=1, a%3Bb=1",
    "&&a=1&&, a=1",
    "a=%00, a=%00",
    "%61=%7e, a=~",
    "b=1&B=1&a_=1&a=1, B=1&a=1&a_=1&b=1",
  })
  void oddQueriesHaveOneForm(String raw, String canonical) {
    assertThat(CanonicalQuery.of(raw)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%ff", "a=%c3", "%80=1", "a=%ed%a0%80", "a=%c0%af", "a=\u00e9"})
  void whatIsNotUtf8HasNoForm(String raw) {
    assertThat(CanonicalQuery.of(raw)).isEmpty();
  }

  @Test
  void noQueryIsAnEmptyLine() {
    assertThat(CanonicalQuery.of(null)).contains("");
    assertThat(CanonicalQuery.of("")).contains("");
    assertThat(CanonicalQuery.of("&")).contains("");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theFormIsStableWhateverTheOrderAndTheWayItIsWritten(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      var parts =
          random
              .ints(random.nextInt(6), 0, 1000)
              .mapToObj(i -> text(random) + "=" + text(random))
              .toList();
      String canonical = CanonicalQuery.of(String.join("&", parts)).orElseThrow();
      var shuffled = parts.stream().sorted((a, b) -> b.compareTo(a)).toList();
      assertThat(CanonicalQuery.of(String.join("&", shuffled))).contains(canonical);
      assertThat(CanonicalQuery.of(canonical)).as("seed %d", seed).contains(canonical);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noTwoDifferentQueriesShareAForm(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      byte[] raw = new byte[random.nextInt(12)];
      random.nextBytes(raw);
      String value =
          new String(raw, StandardCharsets.ISO_8859_1)
              .chars()
              .mapToObj("%%%02x"::formatted)
              .collect(Collectors.joining());
      CanonicalQuery.of("v=" + value)
          .ifPresent(form -> {
            String decoded = URLDecoder.decode(form.substring(2), StandardCharsets.UTF_8);
            assertThat(decoded.getBytes(StandardCharsets.UTF_8)).as("seed %d", seed).isEqualTo(raw);
          });
    }
  }

  static long[] seeds() {
    return new long[] {1, 20_260_301, 0x5eed};
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(5), 0, 128)
        .mapToObj(c -> random.nextBoolean() ? "%%%02X".formatted(c) : "%%%02x".formatted(c))
        .collect(Collectors.joining());
  }
}

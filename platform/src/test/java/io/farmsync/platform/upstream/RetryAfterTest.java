package io.farmsync.platform.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 2026-03-01T12:00:00Z",
        " 90 | 2026-03-01T12:01:30Z",
        "Sun, 01 Mar 2026 13:00:00 GMT | 2026-03-01T13:00:00Z",
        "Sun, 01 Mar 2026 11:00:00 GMT | 2026-03-01T12:00:00Z",
        "999999999 | 2026-03-02T12:00:00Z"
      })
  void readsSecondsAndDatesWithinADay(String header, Instant expected) {
    assertThat(RetryAfter.parse(Optional.of(header), NOON)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
  void whatIsNeitherIsAbsent(String header) {
    assertThat(RetryAfter.parse(Optional.of(header), NOON)).isEmpty();
  }

  @Test
  void noHeaderIsAbsent() {
    assertThat(RetryAfter.parse(Optional.empty(), NOON)).isEmpty();
  }
}

package io.farmsync.query.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.query.ndvi.Observation;
import io.farmsync.schemas.NdviResult.Quality.State;
import io.farmsync.schemas.NdviResult.Statistics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredFormTest {

  private static final StoredObservation FORM = new StoredObservation();

  @ParameterizedTest
  @EnumSource
  void anObservationIsReadAsItWasWritten(State state) {
    var full =
        observation(
            state,
            new Statistics(0.5, -0.1, 0.9, 0.1, 0.5, 0.2, 0.3, 0.6, 0.8, 412, 4.0, 4.1, 0.7),
            0.03,
            List.of("S2B_36MZE_20260227", "Schläge"));
    assertThat(FORM.read(FORM.write(full))).isEqualTo(full);
    var sparse =
        observation(
            state,
            new Statistics(null, null, null, null, null, null, null, null, null, 0, 0, 4.1, null),
            null,
            List.of());
    assertThat(FORM.read(FORM.write(sparse))).isEqualTo(sparse);
  }

  @Test
  void whatEndsTooEarlyIsNoObservation() {
    byte[] stored =
        FORM.write(
            observation(
                State.FINAL,
                new Statistics(0.5, null, null, null, null, null, null, null, null, 1, 4, 4, null),
                null,
                List.of("scene")));
    for (int length = 0; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> FORM.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void equalBytesAreReadOnceAndOthersAreNotMistakenForThem() {
    var read = new ArrayList<String>();
    var form =
        new Remembered<>(
            new StoredForm<String>() {
              @Override
              public byte[] write(String value) {
                return value.getBytes(StandardCharsets.UTF_8);
              }

              @Override
              public String read(byte[] stored) {
                var text = new String(stored, StandardCharsets.UTF_8);
                read.add(text);
                return text;
              }
            },
            1 << 20);
    // these two have the same hash
    assertThat(form.read(form.write("Aa"))).isEqualTo("Aa");
    assertThat(form.read(form.write("BB"))).isEqualTo("BB");
    assertThat(form.read(form.write("Aa"))).isEqualTo("Aa");
    assertThat(read).containsExactly("Aa", "BB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0d1c2b", "two words", "a\u0000b", "Schläge", "a\\b", "\"quoted\""})
  void textIsStoredAsJsonAndReadAsItWasWritten(String text) {
    var form = new StoredText();
    var json = new StoredJson<>(String.class);
    assertThat(form.write(text)).isEqualTo(json.write(text));
    assertThat(form.read(form.write(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void countsAreStoredAsJsonAndReadAsTheyWereWritten(long count) {
    var form = new StoredCount();
    assertThat(form.write(count)).isEqualTo(new StoredJson<>(Long.class).write(count));
    assertThat(form.read(form.write(count))).isEqualTo(count);
  }

  private static Observation observation(
      State state, Statistics statistics, @Nullable Double cloudFraction, List<String> scenes) {
    return new Observation(
        LocalDate.parse("2026-02-27"),
        Instant.parse("2026-02-27T08:11:00.000000001Z"),
        3,
        Instant.parse("2026-02-28T00:00:00Z"),
        statistics,
        0.97,
        cloudFraction,
        state,
        "sentinel-2",
        scenes,
        List.of("low_confidence"));
  }
}

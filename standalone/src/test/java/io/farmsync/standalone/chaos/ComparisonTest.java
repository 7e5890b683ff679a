package io.farmsync.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.standalone.chaos.Comparison.Entry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A comparison that cannot see a planted fault proves nothing. */
class ComparisonTest {
  private static final UUID FARM = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID OTHER_FARM = UUID.fromString("00000000-0000-4000-8000-000000000002");

  @Test
  void equalHistoriesAreEqual() {
    var comparison =
        Comparison.of(
            Map.of(FARM, events(1, 2, 3), OTHER_FARM, events(1)),
            Map.of(FARM, events(1, 2, 3), OTHER_FARM, events(1)));
    assertThat(comparison).isEqualTo(new Comparison(4, 4, 0, 0, 0, 0, 0, 0));
    assertThat(comparison.equal()).isTrue();
  }

  @Test
  void aLossIsCounted() {
    assertThat(topic(1, 3)).isEqualTo(new Comparison(3, 2, 1, 0, 0, 0, 0, 0));
    assertThat(topic(1, 2).lost()).isEqualTo(1);
    assertThat(Comparison.of(Map.of(FARM, events(1, 2, 3)), Map.of()).lost()).isEqualTo(3);
  }

  @Test
  void aRepetitionIsCountedEachTime() {
    assertThat(topic(1, 2, 2, 3)).isEqualTo(new Comparison(3, 4, 0, 1, 0, 0, 0, 0));
    assertThat(topic(1, 2, 3, 1, 2, 3)).isEqualTo(new Comparison(3, 6, 0, 3, 0, 0, 0, 0));
  }

  @Test
  void aSwapIsCounted() {
    assertThat(topic(1, 3, 2)).isEqualTo(new Comparison(3, 3, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void anotherContentIsCounted() {
    var altered = List.of(new Entry(1, 1), new Entry(2, 99), new Entry(3, 3));
    assertThat(Comparison.of(Map.of(FARM, events(1, 2, 3)), Map.of(FARM, altered)))
        .isEqualTo(new Comparison(3, 3, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void whatTheStoreDoesNotKnowIsCounted() {
    assertThat(topic(1, 2, 3, 4).unknown()).isEqualTo(1);
    assertThat(Comparison.of(Map.of(), Map.of(FARM, events(1, 2))).unknown()).isEqualTo(2);
  }

  @Test
  void aGapInTheStoreIsCounted() {
    assertThat(Comparison.of(Map.of(FARM, events(1, 3)), Map.of(FARM, events(1, 3))).gaps())
        .isEqualTo(1);
  }

  private static Comparison topic(long... versions) {
    return Comparison.of(Map.of(FARM, events(1, 2, 3)), Map.of(FARM, events(versions)));
  }

  private static List<Entry> events(long... versions) {
    return java.util.Arrays.stream(versions)
        .mapToObj(version -> new Entry(version, version))
        .toList();
  }
}

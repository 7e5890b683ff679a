package io.farmsync.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void isReadAsItWasWritten() {
    var position = Position.of(new long[] {0, 1, 127, 128, 300_000, Long.MAX_VALUE / 2});
    assertThat(Position.parse(position.text(), 6)).isEqualTo(position);
  }

  @Test
  void ofFortyEightBusyPartitionsFitsAHeader() {
    long[] offsets = new long[48];
    Arrays.fill(offsets, 1L << 40);
    assertThat(Position.of(offsets).text()).hasSizeLessThan(400);
  }

  @Test
  void movesOneRecordOn() {
    var position = Position.of(new long[] {5, 5}).after(1, 9);
    assertThat(position).isEqualTo(Position.of(new long[] {5, 10}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "AQ", "AgIAAA", "AQIAAAAA", "AQL_____________", "nonsense"})
  void refusesWhatIsNoPosition(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.parse(text, 2));
  }
}

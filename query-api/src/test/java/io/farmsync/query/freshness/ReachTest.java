package io.farmsync.query.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReachTest {

  private final Reach reach = new Reach();

  @Test
  void aReaderWhoNeverStoodAtAnEndIsOfUnknownAge() {
    reach.note(10, 1_000);
    reach.position(9);
    assertThat(reach.reached()).isEmpty();
  }

  @Test
  void aReaderAtTheEndHasWhatWasPublishedByThen() {
    reach.note(10, 1_000);
    reach.position(10);
    assertThat(reach.reached()).hasValue(1_000);
  }

  @Test
  void aReaderALittleBehindASteadyWriterIsAsOldAsTheLastEndItPassed() {
    reach.note(10, 1_000);
    reach.note(20, 1_500);
    reach.note(30, 2_000);
    reach.position(25);
    assertThat(reach.reached()).hasValue(1_500);
  }

  @Test
  void inQuietTheSameEndStaysGood() {
    reach.note(10, 1_000);
    reach.position(10);
    reach.note(10, 9_000);
    reach.position(10);
    assertThat(reach.reached()).hasValue(9_000);
  }

  @Test
  void aReaderWhoStandsStillWhileTheEndMovesGrowsOld() {
    reach.note(10, 1_000);
    reach.position(10);
    for (int i = 1; i < 1_000; i++) {
      reach.note(10 + i, 1_000 + 500L * i);
      reach.position(10);
    }
    assertThat(reach.reached()).hasValue(1_000);
  }
}

package io.farmsync.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTest {

  private static final Instant FAULT = Instant.parse("2026-05-01T10:00:00Z");

  private final Signal signal = new Signal();

  @Test
  void anOperationCountsFromTheFaultOrFromItsOwnBegin() {
    signal.over(FAULT.minusSeconds(5), FAULT.plusSeconds(2));
    signal.over(FAULT.plusSeconds(3), FAULT.plusSeconds(4));
    var effect = signal.since(FAULT);
    assertThat(effect.operations()).isEqualTo(2);
    assertThat(effect.worst()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatEndedBeforeTheFaultDoesNotCount() {
    signal.over(FAULT.minusSeconds(5), FAULT.minusMillis(1));
    assertThat(signal.since(FAULT).operations()).isZero();
  }

  @Test
  void whatHasNotEndedCountsUntilNow() {
    Instant fault = Instant.now().minusSeconds(10);
    Object token = signal.begin();
    assertThat(signal.since(fault).operations()).isEqualTo(1);
    assertThat(signal.since(fault).worst()).isLessThan(Duration.ofSeconds(10));
    signal.forget(token);
    assertThat(signal.since(fault).operations()).isZero();
  }

  @Test
  void effectsOfSeveralFaultsCountTogether() {
    signal.over(FAULT, FAULT.plusSeconds(2));
    var one = signal.since(FAULT);
    signal.clear();
    signal.over(FAULT, FAULT.plusSeconds(1));
    var both = Signal.Effect.of(List.of(one, signal.since(FAULT)));
    assertThat(both.operations()).isEqualTo(2);
    assertThat(both.worst()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theNextFaultStartsAnew() {
    signal.over(FAULT, FAULT.plusSeconds(2));
    signal.clear();
    assertThat(signal.since(FAULT).worst()).isZero();
  }

  @Test
  void percentilesAreOfTheSortedDurations() {
    for (int second = 1; second <= 100; second++) {
      signal.over(FAULT, FAULT.plusSeconds(second));
    }
    assertThat(signal.since(FAULT).p95()).isEqualTo(Duration.ofSeconds(95));
    assertThat(signal.since(FAULT).worst()).isEqualTo(Duration.ofSeconds(100));
  }
}

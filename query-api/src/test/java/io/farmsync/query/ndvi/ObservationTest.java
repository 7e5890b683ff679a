package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationTest {

  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");

  @Test
  void theHigherFarmVersionWinsHoweverEarlyItWasComputed() {
    var older = observation(1, Examples.NOON.plusSeconds(60), 0.1);
    var newer = observation(2, Examples.NOON, 0.2);
    assertThat(Observation.evolve(older, newer)).isEqualTo(newer);
    assertThat(Observation.evolve(newer, older)).isEqualTo(newer);
  }

  @Test
  void ofOneFarmVersionTheLaterComputationWins() {
    var earlier = observation(1, Examples.NOON, 0.1);
    var later = observation(1, Examples.NOON.plusSeconds(1), 0.2);
    assertThat(Observation.evolve(earlier, later)).isEqualTo(later);
    assertThat(Observation.evolve(later, earlier)).isEqualTo(later);
  }

  @ParameterizedTest
  @CsvSource({"0.30, 30, true", "0.3000001, 30, false", "0.07, 7, true", "0, 0, true", ", 0, true"})
  void cloudIsComparedAsAShareOfTheField(Double cloud, int maxCloud, boolean shown) {
    var observation =
        Observation.of(Examples.observed(FARM, "ndvi", LocalDate.parse("2026-02-27"), 0.6, cloud));
    assertThat(observation.isShown(maxCloud)).isEqualTo(shown);
  }

  private static Observation observation(long version, Instant computedAt, double mean) {
    return Observation.of(
        Examples.observed(
            FARM, version, "ndvi", LocalDate.parse("2026-02-27"), mean, 0.0, computedAt));
  }
}

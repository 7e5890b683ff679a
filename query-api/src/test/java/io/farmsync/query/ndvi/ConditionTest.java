package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.query.Examples;
import io.farmsync.query.ndvi.Condition.Kind;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static final LocalDate FIRST = LocalDate.parse("2026-02-01");

  /** The examples' greatest pixel lies 0.1 above the mean. */
  @ParameterizedTest
  @CsvSource({
    "NDVI, '', UNKNOWN",
    "NDVI, 0.10 0.35, ESTABLISHMENT",
    "NDVI, 0.41, FULL_CANOPY",
    "NDVI, 0.40 0.30, DECLINE",
    "NDVI, 0.30 0.40, GROWTH",
    "NDVI, 0.30, GROWTH",
    "NDWI, 0.31, WATER",
    "NDWI, 0.16, SATURATED",
    "NDWI, -0.16, DRY",
    "NDWI, 0.10 0.05, DECLINING",
    "NDWI, 0.10 0.095, MOIST",
    "NDMI, 0.31, WATER",
    "NDMI, 0.21, SATURATED",
    "NDMI, 0.20, MOIST",
    "NDMI, -0.21, DRY",
    "NDMI, '', UNKNOWN"
  })
  void statesFollowTheContract(SpectralIndex index, String means, Kind kind) {
    assertThat(condition(index, means).kind()).isEqualTo(kind);
  }

  @Test
  void theTrendIsPerDayForEveryIndex() {
    for (SpectralIndex index : SpectralIndex.values()) {
      assertThat(condition(index, "0.10 0.20 0.30").trend()).isCloseTo(0.02, within(1e-12));
      assertThat(condition(index, "0.10").trend()).isNull();
    }
  }

  @Test
  void numbersAreOfPixelsForVegetationAndOfMeansForWater() {
    var vegetation = condition(SpectralIndex.NDVI, "0.10 0.30");
    assertThat(vegetation.mean()).isCloseTo(0.20, within(1e-12));
    assertThat(vegetation.max()).isCloseTo(0.40, within(1e-12));
    var water = condition(SpectralIndex.NDWI, "0.10 0.30");
    assertThat(water.max()).isEqualTo(0.30);
    assertThat(water.min()).isEqualTo(0.10);
  }

  @Test
  void coverageIsThatOfTheNewestDayAndOfVegetationOnly() {
    assertThat(condition(SpectralIndex.NDVI, "0.10 0.30").coveragePct()).isEqualTo(87.5);
    assertThat(condition(SpectralIndex.NDVI, "").coveragePct()).isNull();
    assertThat(condition(SpectralIndex.NDWI, "0.10 0.30").coveragePct()).isNull();
  }

  @Test
  void cloudyObservationsDoNotCount() {
    var cloudy = Observation.of(Examples.observed(new UUID(1, 1), "ndvi", FIRST, 0.9, 0.31));
    assertThat(Condition.of(SpectralIndex.NDVI, 30, List.of(cloudy)).kind())
        .isEqualTo(Kind.UNKNOWN);
    assertThat(Condition.of(SpectralIndex.NDVI, 40, List.of(cloudy)).kind())
        .isEqualTo(Kind.FULL_CANOPY);
  }

  /** One observation every five days. */
  private static Condition condition(SpectralIndex index, String means) {
    var values =
        means.isEmpty()
            ? new double[0]
            : Arrays.stream(means.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    return Condition.of(
        index,
        30,
        IntStream.range(0, values.length)
            .mapToObj(i ->
                Observation.of(
                    Examples.observed(
                        new UUID(1, 1), index.wireName(), FIRST.plusDays(5L * i), values[i], 0.02)))
            .toList());
  }
}

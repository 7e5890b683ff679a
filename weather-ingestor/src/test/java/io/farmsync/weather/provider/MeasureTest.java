package io.farmsync.weather.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {

  @ParameterizedTest
  @CsvSource({
    "TEMPERATURE, 32, °F, 0",
    "TEMPERATURE, -40, °F, -40",
    "TEMPERATURE, 12.34, °C, 12.34",
    "TEMPERATURE, 12.34, C, 12.34",
    "PRECIPITATION, 0.5, inch, 12.7",
    "PRECIPITATION, 3.1, mm/day, 3.1",
    "WIND_SPEED, 36, km/h, 10",
    "WIND_SPEED, 10, mp/h, 4.47",
    "WIND_SPEED, 10, kn, 5.14",
    "WIND_SPEED, 7.3, m/s, 7.3",
    "CLOUD_COVER, 100, %, 100"
  })
  void everyKnownUnitBecomesOurs(Measure measure, double value, String unit, double expected) {
    assertThat(measure.understands(unit)).isTrue();
    assertThat(measure.read(value, unit).orElseThrow()).isCloseTo(expected, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPERATURE, K",
    "TEMPERATURE, mm",
    "PRECIPITATION, cm",
    "WIND_SPEED, Bft",
    "CLOUD_COVER, oktas"
  })
  void unitsOfOtherQuantitiesAreNotUnderstood(Measure measure, String unit) {
    assertThat(measure.understands(unit)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPERATURE, -999",
    "TEMPERATURE, 1e9",
    "TEMPERATURE, NaN",
    "PRECIPITATION, -0.1",
    "WIND_SPEED, Infinity",
    "CLOUD_COVER, 101"
  })
  void whatTheEarthDoesNotHaveIsAbsent(Measure measure, double value) {
    assertThat(measure.read(value, measure.unit())).isEmpty();
  }
}

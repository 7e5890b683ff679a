package io.farmsync.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeatherCellTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50.86455|4.30350|50.9,4.3",
        "50.85|4.25|50.9,4.3", // halves go away from zero
        "-1.25|-36.85|-1.3,-36.9",
        "-0.04|0.04|0.0,0.0", // no negative zero
        "90|180|90.0,180.0",
        "-16.8|-179.96|-16.8,180.0", // the date line has one name
        "-16.8|-179.94|-16.8,-179.9"
      })
  void cellIsNamedByItsCentre(BigDecimal latitude, BigDecimal longitude, String id) {
    assertThat(WeatherCell.at(latitude, longitude).id()).isEqualTo(id);
  }
}

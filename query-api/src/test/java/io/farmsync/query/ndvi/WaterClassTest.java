package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaterClassTest {

  @ParameterizedTest
  @CsvSource({
    "0.20, open_water",
    "0.199, wet_soil",
    "0, wet_soil",
    "-0.001, dry_soil",
    "-0.30, dry_soil",
    "-0.301, vegetation_dominated"
  })
  void classesBeginAtTheirLowerBound(double ndwi, String name) {
    assertThat(WaterClass.of(ndwi).wireName()).isEqualTo(name);
  }
}

package io.farmsync.ndvi.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.scene.Reflectance.Decision;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.GeometryFactory;

class ReflectanceTest {
  /**
   * The conventions of Earth Search v1, its collection 1, Copernicus Data Space and Planetary
   * Computer, and older scenes.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "applied and declared, 05.09, true,  0.0001, -0.1, 0,    ALREADY_APPLIED",
    "declared,             05.09, ,      0.0001, -0.1, -0.1, DECLARED",
    "declared as none,     02.14, false, 0.0001, 0,    0,    DECLARED",
    "new baseline only,    05.11, ,      ,       ,     -0.1, BASELINE_WITH_OFFSET",
    "first with offset,    04.00, ,      ,       ,     -0.1, BASELINE_WITH_OFFSET",
    "old baseline only,    03.01, ,      ,       ,     0,    BASELINE_WITHOUT_OFFSET",
    "nothing known,        ,      ,      ,       ,     0,    BASELINE_WITHOUT_OFFSET",
  })
  void offsetFollowsFromWhatTheCatalogueSays(
      String name,
      String baseline,
      Boolean applied,
      Double scale,
      Double offset,
      double expected,
      Decision decision) {
    var asset =
        new Asset(URI.create("http://files/" + name.replace(' ', '-')), 0, of(scale), of(offset));

    Reflectance reflectance =
        Reflectance.of(scene(Optional.ofNullable(baseline), Optional.ofNullable(applied)), asset);

    assertThat(reflectance).isEqualTo(new Reflectance(0.0001, expected, decision));
    assertThat(reflectance.of(3000)).isCloseTo(0.3 + expected, within(1e-12));
  }

  @Test
  void someDarkNoiseIsPlausibleButAFieldOfItIsNot() {
    var offset = new Reflectance(0.0001, -0.1, Decision.DECLARED);

    assertThat(offset.isPlausibleFor(pixels(300, 1500, 1500, 1500))).isTrue();
    assertThat(offset.isPlausibleFor(pixels(300, 300, 1500, 1500))).isFalse();
    assertThat(offset.isPlausibleFor(pixels(Float.NaN, Float.NaN))).isTrue();
  }

  private static Pixels pixels(float... numbers) {
    var grid = new Grid(32631, 0, 0, 10, 10, numbers.length, 1);
    return new Pixels(grid, grid.bounds(), numbers);
  }

  private static OptionalDouble of(Double number) {
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  private static Scene scene(Optional<String> baseline, Optional<Boolean> applied) {
    return new Scene(
        "scene",
        "test",
        Instant.EPOCH,
        "sentinel-2a",
        "pass",
        "tile",
        baseline,
        "",
        OptionalInt.empty(),
        OptionalDouble.empty(),
        applied,
        new GeometryFactory().createPolygon(),
        Map.of());
  }
}

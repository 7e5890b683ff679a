package io.farmsync.ndvi.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;

/**
 * Every value of the sample data's {@code expected.json}, which was computed with rasterio, shapely
 * and numpy: 596 fields and scenes, two pixel rules, three masks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpectedStatisticsTest {
  private static final double VALUE = 1e-6;

  /**
   * Of a pixel; the data's README allows 0.013, the libraries' projections differ by nanometres.
   */
  private static final double PIXELS = 1e-6;

  private static final Map<String, PixelMask> MASKS =
      Map.of(
          "none", PixelMask.without(List.of()),
          "default", PixelMask.without(List.of(0, 1, 3, 8, 9, 10, 11)),
          "strict", PixelMask.without(List.of(0, 1, 2, 3, 7, 8, 9, 10, 11)));

  private static final Map<String, Coverage.Rule> RULES =
      Map.of("weighted", Coverage.Rule.AREA, "center", Coverage.Rule.CENTRE);

  private final Projection projection = new Projection();
  private SampleUpstreams servers;
  private SampleScenes samples;
  private RasterSource rasters;

  @BeforeAll
  void serveSamples() throws IOException {
    servers = SampleUpstreams.start();
    samples = new SampleScenes(servers);
    rasters = samples.rasters();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  static Stream<JsonNode> cases() {
    return new SampleData().json("expected/expected.json").path("cases").valueStream();
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("cases")
  void statisticsAreThoseOfTheIndependentComputation(JsonNode expected) {
    Map<String, Scene> scenes = samples.scenes(expected.path("collection").stringValue());
    Map<String, Geometry> fields = SampleScenes.fields(expected.path("fields").stringValue());
    for (JsonNode result : expected.path("results")) {
      Scene scene = Objects.requireNonNull(scenes.get(result.path("item").stringValue()));
      Geometry field = Objects.requireNonNull(fields.get(result.path("field").stringValue()));
      for (var rule : RULES.entrySet()) {
        JsonNode values = result.path(rule.getKey());
        String where = scene.id() + " " + result.path("field").stringValue() + " " + rule.getKey();
        for (var mask : MASKS.entrySet()) {
          ZonalStatistics actual = observe(scene, field, mask.getValue(), rule.getValue());
          assertDistribution(where + " " + mask.getKey(), actual, values.path(mask.getKey()));
          if (mask.getKey().equals("default")) {
            assertPixels(where, actual, values.path("pixels"));
          }
        }
      }
    }
  }

  @Test
  void thereAreAsManyCasesAsTheDataPromises() {
    assertThat(cases().mapToInt(expected -> expected.path("results").size()).sum()).isEqualTo(596);
  }

  private ZonalStatistics observe(Scene scene, Geometry field, PixelMask mask, Coverage.Rule rule) {
    var observer = new FieldObserver(rasters, projection, mask, rule, 5000, 4);
    var pass = new Pass(scene.acquired().atZone(ZoneOffset.UTC).toLocalDate(), List.of(scene));
    return observer.observe(field, pass, SpectralIndices.NDVI).statistics();
  }

  private static void assertDistribution(String where, ZonalStatistics actual, JsonNode expected) {
    if (expected.path("count").asDouble() == 0) {
      assertThat(actual.values()).as(where).isEmpty();
      return;
    }
    Distribution values =
        actual.values().orElseThrow(() -> new AssertionError(where + ": no value"));
    assertThat(values.count())
        .as(where)
        .isCloseTo(expected.path("count").asDouble(), within(PIXELS));
    assertClose(where + " mean", values.mean(), expected.path("mean"));
    assertClose(where + " min", values.min(), expected.path("min"));
    assertClose(where + " max", values.max(), expected.path("max"));
    assertClose(where + " std", values.std(), expected.path("std"));
    assertClose(where + " median", values.median(), expected.path("median"));
    assertClose(where + " p10", values.p10(), expected.path("p10"));
    assertClose(where + " p90", values.p90(), expected.path("p90"));
    assertThat(actual.validHectares())
        .as(where)
        .isCloseTo(expected.path("count").asDouble() / 100, within(1e-8));
  }

  private static void assertPixels(String where, ZonalStatistics actual, JsonNode expected) {
    PixelCounts pixels = actual.pixels();
    assertPixels(where + " total", pixels.total(), expected.path("total"));
    assertPixels(where + " inside", pixels.inside(), expected.path("inside"));
    assertPixels(where + " data", pixels.data(), expected.path("data"));
    assertPixels(where + " cloud", pixels.cloud(), expected.path("cloud"));
    assertPixels(where + " shadow", pixels.shadow(), expected.path("shadow"));
    assertPixels(where + " snow", pixels.snow(), expected.path("snow"));
    assertPixels(where + " degenerate", pixels.degenerate(), expected.path("degenerate"));
    assertShare(where + " valid", pixels.validFraction(), expected.path("valid_fraction"));
    assertShare(where + " cloud", pixels.cloudFraction(), expected.path("cloud_fraction"));
    assertShare(where + " coverage", pixels.coverage(), expected.path("coverage"));
  }

  private static void assertClose(String what, double actual, JsonNode expected) {
    assertThat(actual).as(what).isCloseTo(expected.doubleValue(), within(VALUE));
  }

  private static void assertPixels(String what, double actual, JsonNode expected) {
    assertThat(actual).as(what).isCloseTo(expected.doubleValue(), within(PIXELS));
  }

  private static void assertShare(String what, OptionalDouble actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as(what).isEmpty();
    } else {
      assertThat(actual.orElseThrow()).as(what).isCloseTo(expected.doubleValue(), within(VALUE));
    }
  }
}

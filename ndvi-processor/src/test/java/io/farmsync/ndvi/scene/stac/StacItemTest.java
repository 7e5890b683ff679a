package io.farmsync.ndvi.scene.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.samples.SampleData;
import java.net.URI;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Recorded answers of the public catalogues. */
class StacItemTest {
  private static final URI BASE = URI.create("https://catalogue.example/v1/search");

  @Test
  void earthSearchNamesBandsByCommonName() {
    Scene scene = first("stac/fixtures/earth-search-v1/l2a_search_post_1.response.json");

    Asset red = scene.asset(Band.RED);
    assertThat(scene.id()).isEqualTo("S2A_32TMT_20200305_1_L2A");
    assertThat(scene.platform()).isEqualTo("sentinel-2a");
    assertThat(scene.pass()).isEqualTo("GS2A_20200305T103021_024558");
    assertThat(scene.tile()).isEqualTo("MGRS-32TMT");
    assertThat(scene.baseline()).contains("05.00");
    assertThat(scene.offsetApplied()).contains(true);
    assertThat(scene.epsg()).isEqualTo(OptionalInt.of(32632));
    assertThat(scene.cloudFraction().orElseThrow()).isCloseTo(0.99985, within(1e-5));
    assertThat(red.href().getPath()).endsWith("S2A_32TMT_20200305_1_L2A/B04.tif");
    assertThat(red.offset()).isEqualTo(OptionalDouble.of(-0.1));
    assertThat(scene.assets()).containsOnlyKeys(Band.values());
  }

  @Test
  void copernicusNamesBandsByResolutionAndItsLinksAreNotHttp() {
    Scene scene = first("stac/fixtures/cdse/search_1_item_proj_code.json");

    Asset red = scene.asset(Band.RED);
    assertThat(scene.pass()).isEqualTo("GS2B_20200322T074609_015891");
    assertThat(scene.baseline()).contains("05.00");
    assertThat(scene.epsg()).isEqualTo(OptionalInt.of(32636));
    assertThat(red.scale()).isEqualTo(OptionalDouble.of(0.0001));
    assertThat(red.offset()).isEqualTo(OptionalDouble.of(-0.1));
    assertThat(red.href().getScheme()).isEqualTo("s3");
    assertThat(scene.asset(Band.SCL).href().getPath()).endsWith("_SCL_20m.jp2");
  }

  @Test
  void planetaryComputerNamesBandsBarelyAndDeclaresNoOffset() {
    Scene scene = first("stac/fixtures/planetary-computer/two_items_2024.json");

    assertThat(scene.asset(Band.RED).href().getPath()).endsWith(".tif").contains("B04");
    assertThat(scene.asset(Band.RED).offset()).isEmpty();
    assertThat(scene.baseline()).contains("05.11");
    assertThat(scene.asset(Band.RED).noData()).isZero();
  }

  @Test
  void bothProcessingsOfAPassEndAsOneOfTheNewerBaseline() {
    List<Scene> scenes =
        Stream.of(1, 2)
            .flatMap(page ->
                items("stac/fixtures/earth-search-v1/l2a_search_post_" + page + ".response.json"))
            .map(item -> new StacItem(item).toScene(BASE))
            .toList();
    var field = new GeometryFactory().toGeometry(new Envelope(9.01, 9.011, 47.5, 47.501));

    List<Pass> passes = Pass.byDay(scenes, field).values().stream().flatMap(List::stream).toList();

    assertThat(passes).isNotEmpty();
    assertThat(passes)
        .allSatisfy(pass -> {
          assertThat(pass.scenes())
              .allSatisfy(scene -> assertThat(scene.baseline()).contains("05.00"));
          assertThat(pass.scenes()).extracting(Scene::tile).doesNotHaveDuplicates();
        });
  }

  @Test
  void itemOverTheAntimeridianHasAFootprintOnBothSides() {
    Scene scene = first("stac/fixtures/antimeridian/S2A_T60CWS_20240109T203651_L2A.json");

    assertThat(scene.footprint().isValid()).isTrue();
    assertThat(scene.footprint().getArea())
        .isLessThan(100); // square degrees: no band round the globe
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.31, 0.0031", "1, 0.01", "1.5, 0.015", "31, 0.31", "100, 1"})
  void cloudIsPercentHoweverSmall(double percent, double fraction) {
    var item =
        (ObjectNode)
            items("stac/fixtures/earth-search-v1/l2a_search_post_1.response.json")
                .findFirst()
                .orElseThrow();
    ((ObjectNode) item.path("properties")).put("eo:cloud_cover", percent);

    assertThat(new StacItem(item).toScene(BASE).cloudFraction().orElseThrow())
        .isCloseTo(fraction, within(1e-12));
  }

  @Test
  void itemWithoutWhatNoSceneCanDoWithoutIsRefused() {
    JsonNode item =
        JsonMapper.shared().readTree("{\"id\":\"x\",\"properties\":{},\"bbox\":[1,2,3,4]}");

    assertThatThrownBy(() -> new StacItem(item).toScene(BASE)).hasMessageContaining("no datetime");
  }

  private static Scene first(String file) {
    return new StacItem(items(file).findFirst().orElseThrow()).toScene(BASE);
  }

  private static Stream<JsonNode> items(String file) {
    JsonNode json = new SampleData().json(file);
    return json.path("features").isArray() ? json.path("features").valueStream() : Stream.of(json);
  }
}

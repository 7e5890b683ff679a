package io.farmsync.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StacApiTest {

  private final Http http = new Http();
  private SampleUpstreams upstreams;

  @BeforeAll
  void start() throws Exception {
    upstreams = SampleUpstreams.start();
  }

  @AfterAll
  void close() {
    upstreams.close();
    http.close();
  }

  @Test
  void theLandingPageLeadsToTheSearch() throws Exception {
    var landing = http.getJson(stac(""));
    assertThat(landing.get("links").valueStream().filter(link -> is(link, "rel", "search")))
        .hasSize(2)
        .allMatch(link -> is(link, "href", upstreams.stacUrl() + "/search"));
    assertThat(http.getJson(stac("/")).get("id")).isEqualTo(landing.get("id"));
  }

  @Test
  void collectionsAreListedWithTheAlias() throws Exception {
    var ids =
        http.getJson(stac("/collections"))
            .get("collections")
            .valueStream()
            .map(collection -> collection.get("id").asString());
    assertThat(ids).hasSize(9).contains("sentinel-2-l2a", "menen-overlap", "mol-2023-04-cdse");
    assertThat(http.get(stac("/collections/landsat")).statusCode()).isEqualTo(404);
    assertThat(http.getJson(stac("/collections/postel-2019")).get("title").asString())
        .startsWith("Postel");
  }

  @Test
  void theDefaultCollectionShowsEveryAliasedScene() throws Exception {
    var found =
        http.postJson(stac("/search"), "{\"collections\":[\"sentinel-2-l2a\"],\"limit\":100}");
    assertThat(found.get("numberMatched").asInt()).isEqualTo(48 + 6 + 6 + 1);
    assertThat(found.get("features")).hasSize(61);
  }

  @Test
  void itemsAreAsOnDiskButForTheAddressesOfTheirFiles() throws Exception {
    var original = new SampleData().text("stac/postel-2019/S2B_31UFS_20190411_0_ICOR.json");
    var served = http.get(stac("/collections/postel-2019/items/S2B_31UFS_20190411_0_ICOR"));
    var expected = original.replace("../../sentinel2", upstreams.filesUrl() + "/sentinel2");
    assertThat(Http.json(served))
        .isEqualTo(tools.jackson.databind.json.JsonMapper.shared().readTree(expected));
  }

  @Test
  void everyAssetCanBeFetched() throws Exception {
    var item = http.getJson(stac("/collections/menen-overlap/items/S2B_31UES_20180526_0_L2A"));
    for (var asset : item.get("assets")) {
      var head = http.head(URI.create(asset.get("href").asString()));
      assertThat(head.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET"})
  void pagesFollowEachOtherWithoutGapOrRepetitionUntilAnEmptyOne(String method) throws Exception {
    var page =
        method.equals("POST")
            ? http.postJson(stac("/search"), "{\"collections\":[\"pajottenland\"],\"limit\":20}")
            : http.getJson(stac("/search?collections=pajottenland&limit=20"));
    var ids = new ArrayList<String>();
    var sizes = new ArrayList<Integer>();
    while (true) {
      page.get("features").forEach(item -> ids.add(item.get("id").asString()));
      sizes.add(page.get("numberReturned").asInt());
      var next =
          page.get("links").valueStream().filter(link -> is(link, "rel", "next")).findFirst();
      if (next.isEmpty()) {
        break;
      }
      var href = URI.create(next.get().get("href").asString());
      assertThat(next.get().get("method").asString()).isEqualTo(method);
      page =
          method.equals("POST")
              ? http.postJson(href, next.get().get("body").toString())
              : http.getJson(href);
    }
    assertThat(sizes).containsExactly(20, 20, 8, 0);
    assertThat(ids).hasSize(48).doesNotHaveDuplicates();
  }

  @Test
  void aMergingNextLinkCarriesOnlyTheToken() throws Exception {
    try (var merging = SampleUpstreams.builder().mergeNextLinks().start()) {
      var page =
          http.postJson(
              URI.create(merging.stacUrl() + "/search"), "{\"collections\":[\"pajottenland\"]}");
      var next = page.get("links").get(0);
      assertThat(next.get("merge").asBoolean()).isTrue();
      assertThat(next.get("body").propertyNames()).containsExactly("token");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2019-04-11T10:50:29Z | 1",
        "2019-04-11T00:00:00Z/2019-04-11T23:59:59Z | 2",
        "2023-04-05T00:00:00Z/.. | 5",
        "../2018-02-18T11:05:29Z | 2",
        "../2018-02-18T11:05:28Z | 0",
        "/2018-02-18T12:05:29+01:00 | 2"
      })
  void timesIncludeBothEndsAndMayBeOpen(String datetime, int expected) throws Exception {
    assertThat(matched("\"datetime\":\"%s\"".formatted(datetime))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[5.22,51.21,5.31,51.31] | 1",
        "[5.0512,51.2157,5.0513,51.2158] | 6",
        "[3.05,50.5,3.1,50.6] | 6",
        "[4.5,0,-4.5,10] | 0",
        "[5.22,51.21,0,5.31,51.31,100] | 1"
      })
  void boxesFindWhatTheyTouch(String bbox, int expected) throws Exception {
    assertThat(matched("\"bbox\":" + bbox)).isEqualTo(expected);
  }

  @Test
  void anAreaFindsTheScenesWhoseFootprintItTouches() throws Exception {
    var field =
        new SampleData().json("fields/menen.geojson").get("features").get(0).get("geometry");
    assertThat(matched("\"intersects\":" + field)).isEqualTo(6);
    assertThat(matched("\"intersects\":{\"type\":\"Point\",\"coordinates\":[5.25,51.29]}")).isOne();
  }

  @Test
  void idsNarrowTheSearch() throws Exception {
    assertThat(matched("\"ids\":[\"S2B_31UFS_20190411_0_ICOR\",\"none\"]")).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"bbox\":[1,2,3]}",
        "{\"bbox\":[1,9,3,8]}",
        "{\"datetime\":\"yesterday\"}",
        "{\"datetime\":\"2019-04-11T00:00:00Z/2019-04-10T00:00:00Z\"}",
        "{\"limit\":0}",
        "{\"bbox\":[1,2,3,4],\"intersects\":{\"type\":\"Point\",\"coordinates\":[1,2]}}",
        "{\"intersects\":{\"type\":\"Circle\"}}",
        "{\"token\":\"next:a:b\"}",
        "{",
        "[]"
      })
  void aMeaninglessSearchIsRefused(String body) throws Exception {
    var response = http.post(stac("/search"), body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Http.json(response).get("description").asString()).isNotBlank();
  }

  @Test
  void onlyChosenCollectionsAreServedAndItemsMayBeBroken() throws Exception {
    try (var chosen =
        SampleUpstreams.builder()
            .collections("postel-2019")
            .alias("sentinel-2-l2a", "postel-2019")
            .alterItems(item -> {
              item.withObject("/assets").remove("nir");
              return item;
            })
            .start()) {
      var found = http.postJson(URI.create(chosen.stacUrl() + "/search"), "{}");
      assertThat(found.get("numberMatched").asInt()).isOne();
      assertThat(found.get("features").get(0).get("assets").has("nir")).isFalse();
    }
  }

  @Test
  void theSameSceneIsServedWithTheMetadataOfFourCatalogues() throws Exception {
    var flags = new TreeMap<String, Boolean>();
    for (var name : List.of("es-v1", "es-c1", "cdse", "pc")) {
      var found =
          http.getJson(stac("/search?limit=1&collections=mol-2023-04-" + name))
              .get("features")
              .get(0);
      flags.put(name, found.get("properties").has("earthsearch:boa_offset_applied"));
    }
    assertThat(flags)
        .isEqualTo(
            new TreeMap<>(Map.of("es-v1", true, "es-c1", false, "cdse", false, "pc", false)));
  }

  private int matched(String wish) throws Exception {
    var body = "{\"collections\":[\"sentinel-2-l2a\"]," + wish + "}";
    return http.postJson(stac("/search"), body).get("numberMatched").asInt();
  }

  private URI stac(String path) {
    return URI.create(upstreams.stacUrl() + path);
  }

  private static boolean is(JsonNode node, String name, String value) {
    return node.get(name).asString().equals(value);
  }
}

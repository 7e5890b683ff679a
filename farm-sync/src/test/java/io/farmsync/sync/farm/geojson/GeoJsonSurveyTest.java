package io.farmsync.sync.farm.geojson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.samples.SampleData;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Geometry;
import io.farmsync.sync.farm.Boundary;
import io.farmsync.sync.farm.BoundarySurvey.Survey;
import io.farmsync.sync.farm.BoundarySurvey.Survey.Surveyed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class GeoJsonSurveyTest {

  private static final SampleData SAMPLES = new SampleData();

  /** Refused although the samples would accept it: no bbox west of east can hold it. */
  private static final Set<String> ACROSS_THE_ANTIMERIDIAN = Set.of("ugly-28");

  private static final Set<String> REFUSED =
      Set.of(
          "ugly-14", "ugly-16", "ugly-17", "ugly-18", "ugly-19", "ugly-20", "ugly-22", "ugly-23",
          "ugly-24", "ugly-25", "ugly-26", "ugly-27", "ugly-28", "ugly-29", "ugly-30", "ugly-32");

  private static final String SQUARE =
      "[[4.0,50.0],[4.01,50.0],[4.01,50.01],[4.0,50.01],[4.0,50.0]]";

  private final GeoJsonSurvey survey = new GeoJsonSurvey();

  static Stream<JsonNode> uglyFields() {
    return SAMPLES.json("fields/ugly.geojson").path("features").valueStream();
  }

  static Stream<JsonNode> realFields() {
    return SAMPLES.list("fields/").stream()
        .filter(path -> path.endsWith(".geojson") && !path.endsWith("ugly.geojson"))
        .flatMap(path -> SAMPLES.json(path).path("features").valueStream());
  }

  @ParameterizedTest
  @MethodSource("uglyFields")
  void awkwardFieldsAreTakenOrRefusedAsASensibleServiceWould(JsonNode feature) {
    String id = feature.path("id").asString();
    String verdict = feature.path("properties").path("verdict").asString();
    boolean mayBeTaken =
        verdict.startsWith("accept")
            || verdict.startsWith("cannot be seen")
            || verdict.contains("or repair and say so");
    boolean mayBeRefused =
        verdict.contains("refuse")
            || verdict.equals("as ugly-29")
            || ACROSS_THE_ANTIMERIDIAN.contains(id);
    boolean isTaken = survey.of(feature.path("geometry").toString(), null) instanceof Surveyed;
    assertThat(isTaken ? mayBeTaken : mayBeRefused).as("%s: %s", id, verdict).isTrue();
    assertThat(isTaken).as("%s: %s", id, verdict).isEqualTo(!REFUSED.contains(id));
  }

  @ParameterizedTest
  @MethodSource("realFields")
  void realFieldsAreTaken(JsonNode feature) {
    var boundary = surveyed(feature.toString());
    assertThat(boundary.areaHa()).isPositive();
    assertThat(boundary.geometry()).isNotNull();
  }

  @Test
  void fieldsThatOnlyLookDifferentAreTheSameField() {
    var clean = surveyed(field("pajottenland", "pj-03"));
    for (String id : List.of("ugly-03", "ugly-04", "ugly-05", "ugly-06", "ugly-31")) {
      var ugly = surveyed(field("ugly", id));
      assertThat(ugly.areaHa()).as(id).isCloseTo(clean.areaHa(), within(1e-9));
      assertThat(ugly.bbox()).as(id).isEqualTo(clean.bbox());
    }
  }

  @Test
  void theOldNameOfWgs84IsNoObstacle() {
    String named =
        "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}}";
    assertThat(survey.of(polygon(SQUARE).replace("{", "{" + named + ","), null))
        .isInstanceOf(Surveyed.class);
  }

  @Test
  void aParcelThatCrossesItselfByAHairIsMendedAndThatIsSaid() {
    var result = survey.of(field("official/it-tos", "it-tos-iti1-19963"), null);
    assertThat(((Surveyed) result).repair()).startsWith("self-intersection at longitude 12.06902");
    assertThat(((Surveyed) survey.of(polygon(SQUARE), null)).repair()).isNull();
  }

  @Test
  void ringsTurnTheWayRfc7946Wants() {
    String hole = "[[4.002,50.002],[4.008,50.002],[4.008,50.008],[4.002,50.002]]";
    String clockwise = "[[4.0,50.0],[4.0,50.01],[4.01,50.01],[4.01,50.0],[4.0,50.0]]";
    var polygon =
        (Geometry.Polygon)
            surveyed("{\"type\":\"Polygon\",\"coordinates\":[" + clockwise + "," + hole + "]}")
                .geometry();
    assertThat(polygon).isNotNull();
    assertThat(signedArea(polygon.coordinates().getFirst())).isPositive();
    assertThat(signedArea(polygon.coordinates().get(1))).isNegative();
  }

  @Test
  void theAreaLeavesHolesOut() {
    String hole = "[[4.002,50.002],[4.002,50.008],[4.008,50.008],[4.008,50.002],[4.002,50.002]]";
    double whole = surveyed(polygon(SQUARE)).areaHa();
    double pierced =
        surveyed("{\"type\":\"Polygon\",\"coordinates\":[" + SQUARE + "," + hole + "]}").areaHa();
    assertThat(pierced / whole).isCloseTo(0.64, within(1e-4));
  }

  /** One degree at the equator; the surface element integrated numerically: 12308463893.975 m². */
  @Test
  void areasAreThoseOfTheEllipsoid() {
    var bbox = bbox("0.00000", "0.00000", "1.00000", "1.00000");
    assertThat(survey.of(bbox).areaHa()).isCloseTo(1_230_846.389_397_5, within(1e-6));
    String outline = polygon("[[4.0,50.0],[4.001,50.0],[4.001,50.001],[4.0,50.001],[4.0,50.0]]");
    var rectangle = survey.of(bbox("50.00000", "4.00000", "50.00100", "4.00100"));
    assertThat(surveyed(outline).areaHa()).isCloseTo(rectangle.areaHa(), within(1e-6));
  }

  @Test
  void theWholeEllipsoidHasItsArea() {
    var globe = bbox("-90.00000", "-180.00000", "90.00000", "180.00000");
    assertThat(survey.of(globe).areaHa()).isCloseTo(5.10065621724089e10, within(1.0));
  }

  @Test
  void theBboxOfAnOutlineIsRoundedOutward() {
    var boundary =
        surveyed(polygon("[[4.0000049,50.0],[4.01,50.0],[4.01,50.0100001],[4.0000049,50.0]]"));
    assertThat(boundary.bbox()).isEqualTo(bbox("50.00000", "4.00000", "50.01001", "4.01000"));
  }

  @ParameterizedTest
  @CsvSource({
    "50.00000, true",
    "50.00001, true",
    "49.99999, true",
    "49.99998, false",
    "50.00002, false"
  })
  void aBboxMustFitTheOutline(String south, boolean fits) {
    var claimed = bbox(south, "4.00000", "50.01000", "4.01000");
    var result = survey.of(polygon(SQUARE), claimed);
    if (fits) {
      assertThat(((Survey.Surveyed) result).boundary().bbox()).isEqualTo(claimed);
    } else {
      assertThat(((Survey.Refused) result).field()).isEqualTo("bbox");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[4,50],[4.1,50.1],[4.1,50],[4,50.1],[4,50]] | longitude 4.05, latitude 50.05",
        "[[4,50],[4.1,50],[4.1,50.1],[4,50.1]] | coordinates[0] is not closed",
        "[[4,50],[4.1,50],[4,50]] | fewer than three different positions",
        "[[4,50],[4.1,\"x\"],[4.1,50.1],[4,50]] | latitude at coordinates[0][1] is not a number",
        "[[4,50],[4.1],[4.1,50.1],[4,50]] | position at coordinates[0][1]",
        "[[179.9,50],[180.1,50],[180.1,50.1],[179.9,50]] | antimeridian",
        "[[4,50],[4.1,50],[4.1,95],[4,50]] | latitude at coordinates[0][2]",
        "[] | coordinates[0]",
      })
  void aFaultIsNamedWithItsPlace(String ring, String problem) {
    var result = survey.of(polygon(ring), null);
    assertThat(result).isInstanceOf(Survey.Refused.class);
    assertThat(((Survey.Refused) result).problem()).contains(problem);
  }

  @Test
  void tooManyPositionsAreRefused() {
    var ring = new StringBuilder("[");
    for (int i = 0; i <= 20_000; i++) {
      double angle = 2 * Math.PI * (i % 20_000) / 20_000;
      ring.append(i == 0 ? "" : ",");
      ring.append('[').append(4 + Math.cos(angle)).append(',').append(50 + Math.sin(angle));
      ring.append(']');
    }
    assertThat(survey.of(polygon(ring.append(']').toString()), null))
        .isInstanceOf(Survey.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5",
        "\"text\"",
        "[]",
        "{}",
        "{\"type\":\"Polygon\"}",
        "{\"type\":\"Polygon\",\"coordinates\":5}",
        "{\"type\":5,\"coordinates\":[]}",
        "{\"type\":\"Feature\",\"geometry\":null}",
        "{\"type\":\"Polygon\",\"crs\":{},\"coordinates\":[[[4,50],[5,50],[5,51],[4,50]]]}",
      })
  void whatIsNoPolygonIsRefused(String geoJson) {
    assertThat(survey.of(geoJson, null)).isInstanceOf(Survey.Refused.class);
  }

  /** Whatever comes in is surveyed or refused, and what is surveyed is valid when read again. */
  @ParameterizedTest
  @MethodSource("seeds")
  void damagedOutlinesNeverFailOtherwise(long seed) {
    var random = new Random(seed);
    String clean = field("pajottenland", "pj-03");
    for (int round = 0; round < 500; round++) {
      var damaged = new StringBuilder(clean);
      for (int hit = random.nextInt(6); hit >= 0; hit--) {
        damaged.setCharAt(
            random.nextInt(damaged.length()), "0123456789.-[],e\"{}".charAt(random.nextInt(19)));
      }
      var result = survey.of(damaged.toString(), null);
      if (result instanceof Surveyed(var boundary, _)) {
        assertThat(boundary.areaHa()).as("seed %d", seed).isPositive();
      }
    }
  }

  static long[] seeds() {
    return new long[] {1, 20_260_301, 0x5eed};
  }

  private Boundary surveyed(String geoJson) {
    var result = survey.of(geoJson, null);
    assertThat(result).isInstanceOf(Survey.Surveyed.class);
    return ((Survey.Surveyed) result).boundary();
  }

  private static String field(String file, String id) {
    return SAMPLES
        .json("fields/" + file + ".geojson")
        .path("features")
        .valueStream()
        .filter(feature -> feature.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow()
        .path("geometry")
        .toString();
  }

  private static String polygon(String ring) {
    return "{\"type\":\"Polygon\",\"coordinates\":[" + ring + "]}";
  }

  private static Bbox bbox(String south, String west, String north, String east) {
    return new Bbox(
        new BigDecimal(south), new BigDecimal(west), new BigDecimal(north), new BigDecimal(east));
  }

  private static double signedArea(List<List<Double>> ring) {
    double area = 0;
    for (int i = 1; i < ring.size(); i++) {
      area +=
          ring.get(i - 1).getFirst() * ring.get(i).get(1)
              - ring.get(i).getFirst() * ring.get(i - 1).get(1);
    }
    return area / 2;
  }
}

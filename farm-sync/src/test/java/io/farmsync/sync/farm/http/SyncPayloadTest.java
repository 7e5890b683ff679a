package io.farmsync.sync.farm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.schemas.Bbox;
import io.farmsync.sync.farm.Boundary;
import io.farmsync.sync.farm.BoundarySurvey;
import io.farmsync.sync.farm.Caller;
import io.farmsync.sync.farm.FarmCommand.SyncFarm;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SyncPayloadTest {

  private static final Caller CALLER = new Caller("tenant-one", "nextcloud-1");
  private static final String ID = "\"0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60\"";
  private static final String BBOX = "{\"south\":-1.3,\"west\":36.7,\"north\":-1.2,\"east\":36.8}";

  private final SyncPayload payloads = new SyncPayload(new BboxOnly());
  private final Problems problems = new Problems();

  @Test
  void aCompletePayloadIsACommand() {
    var command = read(payload(ID, "\" anna \"", "\" Shamba \"", BBOX)).orElseThrow();
    assertThat(command.farmId()).hasToString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
    assertThat(command.externalUserId()).isEqualTo("anna");
    assertThat(command.name()).isEqualTo("Shamba");
    assertThat(command.boundary().bbox().south()).isEqualTo("-1.30000");
    assertThat(command.centroid()).isNull();
    assertThat(command.caller()).isEqualTo(CALLER);
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() {
    assertThat(read("{}")).isEmpty();
    assertThat(problems.byField())
        .containsOnlyKeys("external_farm_id", "external_user_id", "name", "bbox");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "5", "null", "true"})
  void whatIsNoObjectIsRefusedAsAWhole(String json) {
    assertThat(read(json)).isEmpty();
    assertThat(problems.byField()).containsOnlyKeys("non_field_errors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0D9F6A52-3C1B-4B5E-9A55-1D2C3B4A5F60",
        "0d9f6a523c1b4b5e9a551d2c3b4a5f60",
        "0D9F6A523C1B4B5E9A551D2C3B4A5F60"
      })
  void farmIdsMayLackHyphensAndBeOfAnyCase(String id) {
    assertThat(read(payload("\"" + id + "\"", "\"a\"", "\"b\"", BBOX)).orElseThrow().farmId())
        .hasToString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "5",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "\"{0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60}\"",
        "\"0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f6\""
      })
  void otherFarmIdsAreRefused(String id) {
    assertThat(read(payload(id, "\"a\"", "\"b\"", BBOX))).isEmpty();
    assertThat(problems.byField()).containsOnlyKeys("external_farm_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"  \"",
        "\"a\\u0000b\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "NaN"
      })
  void otherNamesAreRefused(String name) {
    assertThat(read(payload(ID, "\"a\"", name, BBOX))).isEmpty();
    assertThat(problems.byField()).containsOnlyKeys("name");
  }

  @Test
  void namesAreCountedInCharactersAsPeopleDo() {
    assertThat(read(payload(ID, "\"a\"", "\"" + "🌱".repeat(120) + "\"", BBOX))).isPresent();
    assertThat(read(payload(ID, "\"" + "a".repeat(255) + "\"", "\"b\"", BBOX))).isPresent();
    assertThat(read(payload(ID, "\"a\"", "\"" + "🌱".repeat(121) + "\"", BBOX))).isEmpty();
    assertThat(read(payload(ID, "\"" + "a".repeat(256) + "\"", "\"b\"", BBOX))).isEmpty();
    assertThat(problems.byField()).containsOnlyKeys("name", "external_user_id");
  }

  @ParameterizedTest
  @CsvSource({"42, 42", "-1.50, -1.50"})
  void aNumberIsTakenAsANameInTheFormItWasWritten(String json, String name) {
    assertThat(read(payload(ID, "\"a\"", json, BBOX)).orElseThrow().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "-1.3, -1.30000",
    "'\"-1.3\"', -1.30000",
    "'\" -1.3 \"', -1.30000",
    "-2, -2.00000",
    "-1.23456, -1.23456",
    "-2.0e0, -2.00000",
    "-20e-1, -2.00000",
    "-90, -90.00000",
    "'\"-.5e1\"', -5.00000",
  })
  void degreesAreReadAsTheyAreWritten(String south, String expected) {
    assertThat(
            read(payload(ID, "\"a\"", "\"b\"", BBOX.replace("-1.3", south)))
                .orElseThrow()
                .boundary()
                .bbox()
                .south())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e-7",
        "-1.234567",
        "-1.300000",
        "-90.00001",
        "-91",
        "1e400",
        "-1e999999999",
        "NaN",
        "-Infinity",
        "true",
        "null",
        "\"\"",
        "\"NaN\"",
        "\"abc\"",
        "\"1_0\"",
        "\"0x10\"",
        "\"١\"",
        "\"-1.3abc\"",
        "[]",
        "{}"
      })
  void otherDegreesAreRefusedByTheirName(String south) {
    assertThat(read(payload(ID, "\"a\"", "\"b\"", BBOX.replace("-1.3", south)))).isEmpty();
    assertThat(problems.byField()).containsOnlyKeys("bbox");
    assertThat(problemsOfBbox()).contains("south");
  }

  @ParameterizedTest
  @CsvSource({
    "-1.3, -1.2, -1.2, 36.7, 36.8, true",
    "-1.2, -1.2, -1.2, 36.7, 36.8, false",
    "-1.1, -1.2, -1.2, 36.7, 36.8, false",
    "-1.3, -1.2, -1.2, 36.8, 36.8, false",
    "-1.3, -1.2, -1.2, 179.9, -179.9, false",
    "-1.3, -1.2, -1.2, -180, 180, true",
  })
  void southLiesBelowNorthAndWestBeforeEast(
      String south, String north, String unused, String west, String east, boolean accepted) {
    assertThat(unused).isEqualTo(north);
    String bbox =
        "{\"south\":%s,\"west\":%s,\"north\":%s,\"east\":%s}".formatted(south, west, north, east);
    assertThat(read(payload(ID, "\"a\"", "\"b\"", bbox)).isPresent()).isEqualTo(accepted);
    if (!accepted) {
      assertThat(problemsOfBbox()).containsExactly("non_field_errors");
    }
  }

  @Test
  void theCentroidMayLieOutsideAndBeLeftOut() {
    String payload = payload(ID, "\"a\"", "\"b\"", BBOX);
    assertThat(read(payload.replace("}}", "},\"centroid\":null}")).orElseThrow().centroid())
        .isNull();
    var point =
        read(payload.replace("}}", "},\"centroid\":{\"lat\":50,\"lon\":\"4.5\"}}"))
            .orElseThrow()
            .centroid();
    assertThat(point).isNotNull();
    assertThat(point.lon()).isEqualTo("4.50000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"lat\":1}", "{\"lat\":91,\"lon\":4}", "[1,2]", "5", "\"\""})
  void otherCentroidsAreRefused(String centroid) {
    String payload =
        payload(ID, "\"a\"", "\"b\"", BBOX).replace("}}", "},\"centroid\":" + centroid + "}");
    assertThat(read(payload)).isEmpty();
    assertThat(problems.byField()).containsOnlyKeys("centroid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{]", "{} {}", "{\"a\":1}x", "{'a':1}", "{\"a\":01}"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> PayloadJson.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Refusal.class)
        .extracting(refusal -> ((Refusal) refusal).status())
        .isEqualTo(400);
  }

  @Test
  void depthIsBounded() {
    byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PayloadJson.parse(deep)).isInstanceOf(Refusal.class);
  }

  @Test
  void orderOfMembersAndFormOfNumbersDoNotChangeTheHash() {
    assertThat(hash("{\"a\":1.50,\"b\":[1,2]}"))
        .isEqualTo(hash("{ \"b\": [1.0, 2], \"a\": 15e-1 }"));
    assertThat(hash("{\"a\":[1,2]}")).isNotEqualTo(hash("{\"a\":[2,1]}"));
    assertThat(hash("{\"a\":\"1\"}")).isNotEqualTo(hash("{\"a\":1}"));
  }

  /** Whatever comes in, the answer is a command, problems, or a refusal; never another failure. */
  @ParameterizedTest
  @MethodSource("seeds")
  void damagedPayloadsNeverFailOtherwise(long seed) {
    var random = new Random(seed);
    byte[] body = payload(ID, "\"anna\"", "\"Shamba\"", BBOX).getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = body.clone();
      for (int hit = random.nextInt(4); hit >= 0; hit--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      var found = new Problems();
      try {
        var command = payloads.read(PayloadJson.parse(damaged), CALLER, found);
        assertThat(command.isPresent()).as("seed %d", seed).isEqualTo(found.isEmpty());
      } catch (Refusal refusal) {
        assertThat(refusal.status()).as("seed %d", seed).isEqualTo(400);
      }
    }
  }

  static long[] seeds() {
    return new long[] {1, 20_260_301, 0x5eed};
  }

  private Optional<SyncFarm> read(String json) {
    return payloads
        .read(PayloadJson.parse(json.getBytes(StandardCharsets.UTF_8)), CALLER, problems)
        .map(SyncPayload.Wish::command);
  }

  private Collection<String> problemsOfBbox() {
    JsonNode errors = JsonMapper.shared().valueToTree(problems.byField());
    return errors.path("bbox").propertyNames();
  }

  private static String hash(String json) {
    return PayloadJson.hash(PayloadJson.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String payload(String id, String user, String name, String bbox) {
    return "{\"external_farm_id\":%s,\"external_user_id\":%s,\"name\":%s,\"bbox\":%s}"
        .formatted(id, user, name, bbox);
  }

  /** Measures nothing and knows no outlines. */
  private static final class BboxOnly implements BoundarySurvey {

    @Override
    public Boundary of(Bbox bbox) {
      return new Boundary(bbox, null, 1);
    }

    @Override
    public Survey of(String geoJson, @Nullable Bbox claimed) {
      return new Survey.Refused("geometry", "not here");
    }
  }
}

package io.farmsync.sync.farm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.sync.farm.BoundarySurvey;
import io.farmsync.sync.farm.Caller;
import io.farmsync.sync.farm.geojson.GeoJsonConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * What nobody thought of: payloads damaged at random, many for each seed. {@code -Dfuzz.seeds=N}
 * runs more; a failure names its seed and the payload.
 */
class HostileInputTest {

  private static final int ROUNDS = 400;
  private static final String SOUND =
      """
      {"external_farm_id":"6f3c1f9e-52c1-4f0e-9a49-2c7a2f6d7a11","external_user_id":"anna",\
      "name":"Shamba la Émile 農場 🌱","source_updated_at":"2026-05-01T12:00:00Z",\
      "bbox":{"south":"-1.30000","west":36.7,"north":-1.2,"east":36.8},\
      "centroid":{"lat":-1.25,"lon":36.75},\
      "geometry":{"type":"MultiPolygon","coordinates":[[[[36.7,-1.3],[36.8,-1.3],[36.8,-1.2],\
      [36.7,-1.2],[36.7,-1.3]],[[36.72,-1.28],[36.72,-1.25],[36.75,-1.25],[36.72,-1.28]]]]}}\
      """;
  private static final List<String> NASTY =
      List.of(
          "null",
          "true",
          "-0",
          "1e999",
          "1e-7",
          "NaN",
          "-Infinity",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "\"\"",
          "180.000001",
          "99999999999999999999",
          "\"1e3\"",
          "\uFEFF",
          "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,1],[1,0],[0,0]]]}",
          "\"Polygon\"");

  private static final BoundarySurvey SURVEY =
      new AnnotationConfigApplicationContext(GeoJsonConfiguration.class)
          .getBean(BoundarySurvey.class);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("fuzz.seeds", 5));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPayloadIsEitherAFarmWithinItsBoundsOrRefusedByName(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] payload = damaged(random);
      String shown = "seed %d: %s".formatted(seed, new String(payload, StandardCharsets.UTF_8));
      JsonNode json;
      try {
        json = PayloadJson.parse(payload);
      } catch (Refusal refusal) {
        assertThat(refusal.status()).as(shown).isEqualTo(400);
        continue;
      }
      var problems = new Problems();
      var wish = new SyncPayload(SURVEY).read(json, new Caller("tenant", "client"), problems);
      assertThat(wish.isPresent()).as(shown).isEqualTo(problems.isEmpty());
      wish.ifPresent(read -> {
        var command = read.command();
        var bbox = command.boundary().bbox();
        assertThat(bbox.south())
            .as(shown)
            .isLessThan(bbox.north())
            .isBetween(decimal(-90), decimal(90));
        assertThat(bbox.west())
            .as(shown)
            .isLessThan(bbox.east())
            .isBetween(decimal(-180), decimal(180));
        assertThat(command.name().codePointCount(0, command.name().length()))
            .as(shown)
            .isBetween(1, 120);
        assertThat(command.name()).as(shown).doesNotContain("\0");
      });
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void equalContentHasOneHashWhateverTheOrderOfItsMembers(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      var members = new ArrayList<String>();
      for (int i = 0; i < 6; i++) {
        members.add(
            "\"m%d\":%s"
                .formatted(
                    i,
                    random.nextBoolean()
                        ? Integer.toString(random.nextInt(100))
                        : "[1,{\"b\":2,\"a\":1.0}]"));
      }
      var shuffled = new ArrayList<>(members);
      Collections.shuffle(shuffled, random);
      assertThat(hash(shuffled)).as("seed %d: %s", seed, members).isEqualTo(hash(members));
      shuffled.set(0, "\"m9\":0");
      assertThat(hash(shuffled)).as("seed %d: %s", seed, members).isNotEqualTo(hash(members));
    }
  }

  private static String hash(List<String> members) {
    return PayloadJson.hash(
        PayloadJson.parse(
            ("{" + String.join(", ", members) + "}").getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] damaged(Random random) {
    String text = SOUND;
    for (int times = random.nextInt(4); times > 0; times--) {
      text = damagedOnce(text, random);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(5) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String damagedOnce(String text, Random random) {
    if (text.length() < 2) {
      return text;
    }
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + 1 + random.nextInt(12));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, to) + text.substring(at);
      case 2 -> text.substring(0, at);
      case 3 -> text.substring(0, at) + nasty(random) + text.substring(to);
      default -> replacedValue(text, random);
    };
  }

  /** Another value for a number or text of the payload, so that it often stays JSON. */
  private static String replacedValue(String text, Random random) {
    var values =
        java.util.regex.Pattern.compile("-?[0-9]+\\.[0-9]+|(?<=:)\"[^\"]*\"").matcher(text);
    int wanted = random.nextInt(12);
    for (int i = 0; values.find(); i++) {
      if (i == wanted) {
        return text.substring(0, values.start()) + nasty(random) + text.substring(values.end());
      }
    }
    return text;
  }

  private static String nasty(Random random) {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  private static java.math.BigDecimal decimal(int value) {
    return java.math.BigDecimal.valueOf(value);
  }
}

package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** NDVI that callers measured themselves. */
@QueryApiTest
class SampleIT {

  private static final String PATH = "/api/v1/ndvi/";
  private static final String FIELD =
      """
      {"type": "Polygon", "coordinates": [[[4.3, 50.8], [4.4, 50.8], [4.4, 50.9], [4.3, 50.8]]]}\
      """;

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  @LocalServerPort int port;

  private World world;
  private String tenant;
  private String token;
  private UUID farm;

  @BeforeEach
  void enter() {
    world = new World(port);
    tenant = "tenant-" + UUID.randomUUID();
    token = world.token(tenant, "write");
    farm = UUID.randomUUID();
    world.publish(
        Topics.FARM_EVENTS, farm.toString(), Examples.registered(Examples.farm(farm, tenant, 1)));
    world.getOnceThere(token, "/api/v1/farms/" + farm);
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void aSampleIsReadUnderAnEngineOfItsOwnAndMixesWithNoMeasuredValue() {
    LocalDate day = today.minusDays(1);
    world.publish(
        Topics.NDVI_RESULTS, farm.toString(), Examples.observed(farm, "ndvi", day, 0.4, 0.0));

    var answer =
        world.post(
            token,
            PATH,
            sample(day + "T09:30:00Z", "0.62", "1e-4", "0.8")
                .replace("}", ", \"source\": \"drone-7\", \"geometry\": " + FIELD + "}"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.data().propertyNames())
        .containsExactly(
            "farm_id", "index", "engine", "date", "timestamp", "mean", "min", "max", "source");
    assertThat(answer.data().path("date").asString()).isEqualTo(day.toString());
    var posted = eventually("sample");
    assertThat(posted.path("bucket_date").asString()).isEqualTo(day.toString());
    assertThat(posted.path("mean").asDouble()).isEqualTo(0.62);
    assertThat(posted.path("min").asDouble()).isEqualTo(1e-4);
    assertThat(posted.path("sample_count").asInt()).isZero();
    assertThat(posted.path("cloud_fraction").isNull()).isTrue();
    assertThat(eventually("stac").path("mean").asDouble()).isEqualTo(0.4);
    var records = world.records(Topics.NDVI_SAMPLES.name(), farm.toString());
    assertThat(records).hasSize(1);
    assertThat(EventHeaders.value(records.getFirst().headers(), EventHeaders.TENANT))
        .isEqualTo(tenant);
    assertThat(EventHeaders.value(records.getFirst().headers(), EventHeaders.REQUEST_ID))
        .isEqualTo(answer.header("X-Request-ID"));
  }

  @Test
  void theLaterSampleOfADayCounts() {
    String time = today.minusDays(1) + "T09:30:00Z";
    assertThat(world.post(token, PATH, sample(time, "0.5", "0.5", "0.5")).status()).isEqualTo(201);
    assertThat(world.post(token, PATH, sample(time, "0.6", "0.6", "0.6")).status()).isEqualTo(201);

    await()
        .atMost(World.SOON)
        .untilAsserted(() -> assertThat(latest("sample").path("mean").asDouble()).isEqualTo(0.6));
  }

  @Test
  void anotherTenantsFarmIsNotThereAndNothingIsKept() {
    var stranger = world.token("stranger-" + tenant, "write");

    var answer = world.post(stranger, PATH, sample(today + "T00:00:00Z", "0.5", "0.5", "0.5"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(world.records(Topics.NDVI_SAMPLES.name(), farm.toString())).isEmpty();
  }

  @Test
  void readersMayNotPost() {
    String body = sample(today + "T00:00:00Z", "0.5", "0.5", "0.5");
    assertThat(world.post(world.token(tenant, "read"), PATH, body).status()).isEqualTo(403);
    assertThat(world.post(null, PATH, body).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          farm_id   | "nonsense"
          farm_id   | null
          timestamp | "yesterday"
          timestamp | null
          timestamp | "2999-01-01T00:00:00Z"
          timestamp | "1969-12-31T00:00:00Z"
          mean      | 1.5
          mean      | null
          mean      | "NaN"
          mean      | 0.1
          min       | -0.1
          max       | [1]
          source    | "<script>"
          geometry  | {"type": "Point", "coordinates": [4.3, 50.8]}
          geometry  | {"type": "Polygon", "coordinates": [[[4.3, 50.8]]]}
          geometry  | "somewhere"
          """)
  void everyMistakeNamesItsField(String field, String value) {
    String right =
        """
        {"farm_id": "%s", "timestamp": "2026-03-01T10:00:00Z", "mean": 0.5, "min": 0.2, "max": 0.7,
         "%s": %s}\
        """
            .formatted(farm, field, value);

    var answer = world.post(token, PATH, right);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    assertThat(world.post(token, PATH, "[]").status()).isEqualTo(400);
    var answer = world.post(token, PATH, "{}");
    assertThat(answer.errors().propertyNames())
        .containsExactlyInAnyOrder("farm_id", "timestamp", "mean", "min", "max");
  }

  private String sample(String time, String mean, String min, String max) {
    return """
    {"farm_id": "%s", "timestamp": "%s", "mean": %s, "min": %s, "max": %s}\
    """
        .formatted(farm, time, mean, min, max);
  }

  private tools.jackson.databind.JsonNode eventually(String engine) {
    return await()
        .atMost(World.SOON)
        .until(() -> latest(engine), one -> !one.isNull() && !one.isMissingNode());
  }

  private tools.jackson.databind.JsonNode latest(String engine) {
    return world
        .get(token, "/api/v1/farms/" + farm + "/ndvi/latest/?engine=" + engine)
        .data()
        .path("observation");
  }
}

package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pictures, farm states and representation v2. */
@QueryApiTest
class PictureReadsIT {

  private static final LocalDate DAY = LocalDate.parse("2026-02-14");
  private static final byte[] PNG =
      "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);
  private static final String HASH = HexFormat.of().formatHex(new byte[32]);

  @LocalServerPort int port;

  private World world;
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final UUID farm = UUID.randomUUID();
  private final String path = "/api/v1/farms/" + farm;
  private String token;

  @BeforeEach
  void enter() {
    world = new World(port);
    token = world.token(tenant, "write");
    var registered = Examples.registered(Examples.farm(farm, tenant, 1));
    world.publish(Topics.FARM_EVENTS, farm.toString(), registered);
    world.getOnceThere(token, path);
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void aPictureIsServedAsItWasRenderedAndRevalidatedByItsHash() {
    publish(rendered("ndvi", 512, 30));
    String route = path + "/ndvi/raster.png?date=2026-02-14";
    var answer =
        await()
            .atMost(World.SOON)
            .until(
                () -> world.bytes(token, route, "Accept", "application/json"),
                found -> found.statusCode() == 200);
    assertThat(answer.body()).isEqualTo(PNG);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(answer.headers().firstValue("ETag")).hasValue('"' + HASH + '"');
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private, max-age=86400");
    for (String known :
        List.of('"' + HASH + '"', HASH, "W/\"" + HASH + '"', "\"other\", \"" + HASH + '"', "*")) {
      var unchanged = world.bytes(token, route, "If-None-Match", known);
      assertThat(unchanged.statusCode()).as(known).isEqualTo(304);
      assertThat(unchanged.body()).isEmpty();
      assertThat(unchanged.headers().firstValue("ETag")).hasValue('"' + HASH + '"');
    }
    assertThat(world.bytes(token, route, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aPictureIsLookedUpByAllThatItWasAskedFor() {
    publish(rendered("ndvi", 512, 30));
    await()
        .atMost(World.SOON)
        .until(() ->
            world.bytes(token, path + "/ndvi/raster.png?date=2026-02-14").statusCode() == 200);
    for (String other :
        List.of(
            "/ndwi/raster.png?date=2026-02-14",
            "/ndvi/raster.png?date=2026-02-15",
            "/ndvi/raster.png?date=2026-02-14&size=256",
            "/ndvi/raster.png?date=2026-02-14&max_cloud=20",
            "/ndvi/raster.png?date=2026-02-14&engine=sentinelhub")) {
      var missing = world.get(token, path + other, "Accept", "image/png");
      assertThat(missing.status()).as(other).isEqualTo(404);
      assertThat(missing.header("Content-Type")).startsWith("application/json");
      assertThat(missing.body().path("message").asString()).isEqualTo("Raster not found");
      assertThat(missing.errors().path("code").asString()).isEqualTo("raster_not_found");
      assertThat(missing.errors().has("reason")).isTrue();
      assertThat(missing.errors().path("reason").isNull()).isTrue();
    }
    assertThat(
            world
                .get(world.token("another", "read"), path + "/ndvi/raster.png?date=2026-02-14")
                .errors()
                .has("code"))
        .as("another tenant's farm is not found, whatever pictures it has")
        .isFalse();
  }

  @Test
  void whyThereIsNoPictureIsTold() {
    publish(
        new NdviRaster.Missing(
            farm,
            tenant,
            1,
            "ndvi",
            "stac",
            DAY,
            512,
            30,
            NdviRaster.Reason.NO_ITEMS,
            "no scene",
            List.of(),
            "job-1",
            Examples.NOON));
    await()
        .atMost(World.SOON)
        .until(() ->
            world
                .get(token, path + "/ndvi/raster.png?date=2026-02-14")
                .errors()
                .path("reason")
                .asString("")
                .equals("no_items"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', date",
    "date=2026-02-14&size=127, size",
    "date=2026-02-14&size=1025, size",
    "date=2026-02-14&engine=gee, engine"
  })
  void wrongParametersAreRefusedByName(String query, String field) {
    var answer = world.get(token, path + "/ndvi/raster.png?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
  }

  @Test
  void anOrderedPictureIsOneJobAndAnotherHasToWait() {
    var first = order("{\"date\": \"2/14/2026\", \"size\": 256, \"max_cloud\": 20}");
    assertThat(first.status()).isEqualTo(202);
    String job = first.data().path("job_id").asString();
    var records =
        await()
            .atMost(World.SOON)
            .until(() -> world.records("ndvi-orders", farm.toString()), found -> !found.isEmpty());
    var request =
        Objects.requireNonNull(JsonSerde.of(Topics.NDVI_ORDERS).read(records.getFirst().value()));
    assertThat(request.jobId()).isEqualTo(job);
    assertThat(request.jobType()).isEqualTo(JobType.RASTER_PNG);
    assertThat(request.start()).isEqualTo(DAY).isEqualTo(request.end());
    assertThat(request.stepDays()).isEqualTo(256);
    assertThat(request.maxCloud()).isEqualTo(20);
    var view = world.getOnceThere(token, "/api/v1/ndvi/jobs/" + job + "/").data();
    assertThat(view.path("job_type").asString()).isEqualTo("raster_png");
    assertThat(view.path("step_days").asInt()).isEqualTo(256);

    assertThat(
            order("{\"date\": \"2026-02-14\", \"size\": 256, \"max_cloud\": 20}")
                .data()
                .path("job_id")
                .asString())
        .isEqualTo(job);
    var other = order("{\"date\": \"2026-02-15\"}");
    assertThat(other.status()).isEqualTo(429);
    assertThat(other.header("Retry-After")).isEqualTo(other.errors().path("wait").asString());
    assertThat(order("{\"size\": 99}").errors().propertyNames())
        .containsExactlyInAnyOrder("date", "size");
    var reader = world.token(tenant, "read");
    assertThat(world.post(reader, path + "/ndvi/raster/queue", "{}").status()).isEqualTo(403);
  }

  @Test
  void aFarmsStateFollowsItsObservations() {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    observe("ndvi", today.minusDays(10), 0.30);
    observe("ndvi", today.minusDays(5), 0.38);
    observe("ndvi", today.minusDays(40), 0.90);
    observe("ndwi", today.minusDays(5), 0.35);
    var state =
        await()
            .atMost(World.SOON)
            .until(
                () -> world.get(token, "/api/v1/farm-state/" + farm + "/").data(),
                data -> !data.path("trend").isNull());
    assertThat(state.propertyNames())
        .containsExactly(
            "farm_id",
            "mean_ndvi",
            "max_ndvi",
            "coverage_pct",
            "trend",
            "state",
            "interpretation",
            "action");
    assertThat(state.path("farm_id").asString()).isEqualTo(farm.toString());
    assertThat(state.path("mean_ndvi").asDouble()).isCloseTo(0.34, within(1e-12));
    assertThat(state.path("max_ndvi").asDouble()).isCloseTo(0.48, within(1e-12));
    assertThat(state.path("coverage_pct").asDouble()).isEqualTo(87.5);
    assertThat(state.path("state").asString()).isEqualTo("growth");
    var water =
        await()
            .atMost(World.SOON)
            .until(
                () -> world.get(token, path + "/ndwi/farm-state/").data(),
                data -> !data.path("mean_ndwi").isNull());
    assertThat(water.propertyNames())
        .containsExactly(
            "farm_id",
            "mean_ndwi",
            "max_ndwi",
            "min_ndwi",
            "trend",
            "state",
            "interpretation",
            "action");
    assertThat(water.path("state").asString()).isEqualTo("water");
    var moisture = world.get(token, path + "/ndmi/farm-state/").data();
    assertThat(moisture.path("state").asString()).isEqualTo("unknown");
    assertThat(moisture.path("min_ndmi").isNull()).isTrue();
    var v2 = world.get(token, path + "/ndmi/farm-state/?representation=v2").data();
    assertThat(v2.path("representation").asString()).isEqualTo("v2");
    assertThat(v2.path("v2_observation").propertyNames())
        .containsExactly("smoothed_ndvi", "confidence", "source", "quality_flags");
    assertThat(v2.path("v2_observation").path("confidence").isNull()).isTrue();
  }

  @Test
  void v2AddsItsKeysAndV1CarriesNone() {
    LocalDate bucket = LocalDate.parse("2026-02-26");
    for (int week = 3; week >= 0; week--) {
      observe("ndvi", bucket.minusDays(7L * week), 0.60 + week * 0.01);
    }
    String route = path + "/ndvi/timeseries/?start=2026-02-05&end=2026-02-26";
    await()
        .atMost(World.SOON)
        .until(() -> world.get(token, route).data().path("observations").size() == 4);
    var v2 = world.get(token, route + "&representation=v2").data();
    var v1 = world.get(token, route + "&representation=v7").data();

    assertThat(v2.path("representation").asString()).isEqualTo("v2");
    assertThat(v2.path("v2_observations")).hasSize(4);
    var last = v2.path("observations").get(3);
    assertThat(last.propertyNames())
        .containsExactly(
            "bucket_date",
            "mean",
            "min",
            "max",
            "sample_count",
            "cloud_fraction",
            "ndwi_water_class",
            "smoothed_ndvi",
            "confidence",
            "source",
            "quality_flags");
    assertThat(last.path("source").asString()).isEqualTo("sentinel-2");
    assertThat(last.path("smoothed_ndvi").asDouble()).isEqualTo(0.615);
    assertThat(last.path("confidence").asDouble()).isGreaterThan(0.9);
    assertThat(v2.path("observations").get(0).path("confidence").asDouble()).isEqualTo(0.49);
    assertThat(v2.path("v2_observations").get(3).path("smoothed_ndvi").asDouble()).isEqualTo(0.615);
    assertThat(v1.has("representation")).isFalse();
    assertThat(v1.has("v2_observations")).isFalse();
    assertThat(v1.path("observations").get(3).has("confidence")).isFalse();

    var empty =
        world
            .get(
                token, path + "/ndmi/timeseries/?start=2026-02-05&end=2026-02-26&representation=v2")
            .data();
    assertThat(empty.path("representation").asString()).isEqualTo("v2");
    assertThat(empty.path("v2_observations").isArray()).isTrue();
    var latest = world.get(token, path + "/ndvi/latest/?representation=v2").data();
    assertThat(latest.path("v2_observation").path("smoothed_ndvi").asDouble()).isEqualTo(0.615);
    assertThat(latest.path("observation").has("confidence")).isFalse();
  }

  private World.Answer order(String body) {
    return world.post(token, path + "/ndvi/raster/queue", body);
  }

  private void publish(NdviRaster raster) {
    world.publish(Topics.NDVI_RASTERS, raster.key(), raster);
  }

  private void observe(String index, LocalDate date, double mean) {
    world.publish(
        Topics.NDVI_RESULTS, farm.toString(), Examples.observed(farm, index, date, mean, 0.02));
  }

  private NdviRaster rendered(String index, int size, int maxCloud) {
    return new NdviRaster.Rendered(
        farm,
        tenant,
        1,
        index,
        "stac",
        DAY,
        size,
        maxCloud,
        Examples.NOON,
        Examples.BBOX,
        -0.1,
        0.9,
        0.97,
        HASH,
        Base64.getEncoder().encodeToString(PNG),
        Examples.observed(farm, index, DAY, 0.5, 0.0).provenance(),
        "job-1",
        Examples.NOON);
  }
}

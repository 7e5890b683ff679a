package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@QueryApiTest
class IndexReadsIT {

  /** A bucket of the weekly grid: 1970-01-01 was a Thursday. */
  private static final LocalDate THURSDAY = LocalDate.parse("2026-02-26");

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
    publish(Examples.registered(Examples.farm(farm, tenant, 1)));
    world.getOnceThere(token, path);
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void aSeriesHasTheShapeOfTheContract() {
    observe("ndvi", THURSDAY.plusDays(1), 0.62, 0.02);
    var data = seriesWith(1, "/ndvi/timeseries/?start=2026-02-20&end=3/12/2026&step_days=7");
    assertThat(data.toString())
        .isEqualTo(
            """
            {"observations":[{"bucket_date":"2026-02-26","mean":0.62,"min":0.52,"max":0.72,\
            "sample_count":1046,"cloud_fraction":0.02,"ndwi_water_class":null}],\
            "engine":"stac","start":"2026-02-20","end":"2026-03-12","step_days":7,\
            "max_cloud":30,"is_partial":true,"missing_buckets_count":2}\
            """);
  }

  @Test
  void indicesDoNotMixAndWaterIsClassed() {
    observe("ndvi", THURSDAY, 0.62, 0.0);
    observe("ndwi", THURSDAY, -0.1, null);
    var water = seriesWith(1, "/ndwi/timeseries/?start=2026-02-26&end=2026-02-26");
    assertThat(water.path("observations").get(0).path("mean").asDouble()).isEqualTo(-0.1);
    assertThat(water.path("observations").get(0).path("ndwi_water_class").asString())
        .isEqualTo("dry_soil");
    assertThat(water.path("observations").get(0).path("cloud_fraction").isNull()).isTrue();
    assertThat(water.path("is_partial").asBoolean()).isFalse();
    var moisture = world.get(token, path + "/ndmi/latest/").data();
    assertThat(moisture.path("observation").isNull()).isTrue();
  }

  @Test
  void theLatestValueIsShownWhateverItsAgeAndSaysThatItIsStale() {
    observe("ndvi", LocalDate.parse("2024-05-01"), 0.4, 0.0);
    observe("ndvi", LocalDate.parse("2024-05-06"), 0.5, 0.9);
    var data = latestFrom("2024-05-01");
    assertThat(data.propertyNames())
        .containsExactly("observation", "engine", "lookback_days", "max_cloud", "stale");
    assertThat(data.path("stale").asBoolean()).isTrue();
    assertThat(data.path("lookback_days").asInt()).isEqualTo(14);
    var cloudy = world.get(token, path + "/ndvi/latest/?max_cloud=100&lookback_days=9999").data();
    assertThat(cloudy.path("observation").path("bucket_date").asString()).isEqualTo("2024-05-06");
    assertThat(cloudy.path("lookback_days").asInt()).isEqualTo(370);
  }

  @Test
  void aFreshValueIsNotStaleAndQueuesNothing() {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    observe("ndvi", today.minusDays(14), 0.5, 0.0);
    await()
        .atMost(World.SOON)
        .until(() ->
            !world
                .get(token, path + "/ndvi/latest/?lookback_days=15")
                .data()
                .path("stale")
                .asBoolean());
    assertThat(world.get(token, path + "/ndvi/latest/").data().path("stale").asBoolean()).isFalse();
    assertThat(
            world
                .get(token, path + "/ndvi/latest/?lookback_days=13")
                .data()
                .path("stale")
                .asBoolean())
        .isTrue();
  }

  @Test
  void valuesOfAnOlderBoundaryAreNotShownAfterTheBoundaryChanged() {
    observe("ndvi", THURSDAY, 0.6, 0.0);
    latestFrom("2026-02-26");
    var renamed = Examples.farm(farm, tenant, 2);
    publish(Examples.event(FarmEvent.Type.RENAMED, renamed));
    awaitName("Shamba 2");
    latestFrom("2026-02-26");
    var moved = Examples.farm(farm, tenant, 3, Examples.OTHER_BBOX, Examples.NOON, true);
    publish(Examples.event(FarmEvent.Type.BOUNDARY_CHANGED, moved));
    awaitName("Shamba 3");
    assertThat(world.get(token, path + "/ndvi/latest/").data().path("observation").isNull())
        .isTrue();
    world.publish(
        Topics.NDVI_RESULTS,
        farm.toString(),
        Examples.observed(farm, 3, "ndvi", THURSDAY, 0.7, 0.0, Examples.NOON));
    assertThat(latestFrom("2026-02-26").path("observation").path("mean").asDouble()).isEqualTo(0.7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ndvi/timeseries/|start,end",
        "ndvi/timeseries/?start=2026-02-30&end=2026-03-01|start",
        "ndvi/timeseries/?start=2026-03-02&end=2026-03-01|end",
        "ndvi/timeseries/?start=2025-01-01&end=2026-01-07|end",
        "ndvi/timeseries/?start=2026-01-01&end=2026-02-01&step_days=31&max_cloud=101|step_days,max_cloud",
        "ndvi/timeseries/?start=2026-01-01&end=2026-02-01&engine=palantir|engine",
        "ndmi/latest/?lookback_days=0|lookback_days",
        "ndmi/latest/?max_cloud=-1&engine=x|max_cloud,engine"
      })
  void wrongParametersAreRefusedByName(String route, String fields) {
    var answer = world.get(token, path + "/" + route);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactlyInAnyOrder(fields.split(",", -1));
    answer.errors().forEach(problems -> assertThat(problems.isArray()).isTrue());
  }

  @Test
  void aRangeOf370DaysIsStillRead() {
    assertThat(
            world.get(token, path + "/ndvi/timeseries/?start=2025-01-01&end=2026-01-06").status())
        .isEqualTo(200);
  }

  @Test
  void aFarmLargerThanTheLimitIsRefused() {
    UUID large = UUID.randomUUID();
    var bbox = Examples.bbox("50", "4", "51", "5");
    publish(Examples.registered(Examples.farm(large, tenant, 1, bbox, Examples.NOON, true)));
    world.getOnceThere(token, "/api/v1/farms/" + large);
    var answer = world.get(token, "/api/v1/farms/" + large + "/ndvi/latest/");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly("non_field_errors");
  }

  @Test
  void missingBucketsBecomeOneJobHoweverManyReadsFindThem() {
    String read = path + "/ndvi/timeseries/?start=2025-11-01&end=2025-12-31";
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 50)
          .forEach(_ ->
              readers.execute(() -> assertThat(world.get(token, read).status()).isEqualTo(200)));
    }
    world.get(token, read + "&step_days=10&max_cloud=5", "X-Request-ID", "reader-51");
    var request = onlyRequest();
    assertThat(request.jobType()).isEqualTo(JobType.GAP_FILL);
    assertThat(request.reason()).isEqualTo(NdviRequest.Reason.GAP_FILL);
    assertThat(request.start()).isEqualTo("2025-10-27");
    assertThat(request.end()).isEqualTo("2026-01-05");
    assertThat(request.bbox()).isEqualTo(Examples.BBOX);
    var record = world.records("ndvi-orders", farm.toString()).getFirst();
    assertThat(EventHeaders.value(record.headers(), EventHeaders.TENANT)).isEqualTo(tenant);
    assertThat(EventHeaders.value(record.headers(), EventHeaders.REQUEST_ID)).isNotBlank();
    var job = world.getOnceThere(token, "/api/v1/ndvi/jobs/" + request.jobId() + "/").data();
    assertThat(job.propertyNames())
        .containsExactly(
            "id",
            "job_type",
            "status",
            "start",
            "end",
            "step_days",
            "max_cloud",
            "lookback_days",
            "created_at",
            "started_at",
            "finished_at",
            "attempts",
            "last_error");
    assertThat(job.path("job_type").asString()).isEqualTo("gap_fill");
    assertThat(job.path("status").asString()).isEqualTo("queued");
    assertThat(
            world
                .get(world.token("another", "read"), "/api/v1/ndvi/jobs/" + request.jobId())
                .status())
        .isEqualTo(404);
    assertThat(world.get(token, "/api/v1/ndvi/jobs/unknown/").status()).isEqualTo(404);
  }

  @Test
  void aStaleReadQueuesARefreshOfTheLookback() {
    world.get(token, path + "/ndmi/latest/?lookback_days=20");
    world.get(token, path + "/ndmi/latest/?lookback_days=20");
    var request = onlyRequest();
    assertThat(request.jobType()).isEqualTo(JobType.REFRESH_LATEST);
    assertThat(request.index()).isEqualTo("ndmi");
    assertThat(request.lookbackDays()).isEqualTo(20);
    assertThat(request.start()).isEqualTo(request.end().minusDays(20));
  }

  @Test
  void anOrderedRefreshIsOneJobUntilItEndsAndThenCoolsDown() {
    var first = world.call("POST", token, path + "/ndwi/refresh/");
    assertThat(first.status()).isEqualTo(202);
    String job = first.data().path("job_id").asString();
    assertThat(onlyRequest().jobId()).isEqualTo(job);
    assertThat(world.call("POST", token, path + "/ndwi/refresh/").data().path("job_id").asString())
        .isEqualTo(job);
    var done = Examples.job(job, farm, NdviJob.Status.SUCCESS, Instant.now());
    world.publish(Topics.NDVI_JOBS, job, done);
    await()
        .atMost(World.SOON)
        .until(() -> world.call("POST", token, path + "/ndwi/refresh/").status() == 429);
    var tooSoon = world.call("POST", token, path + "/ndwi/refresh");
    assertThat(tooSoon.errors().path("wait").asInt()).isBetween(800, 901);
    assertThat(tooSoon.header("Retry-After")).isEqualTo(tooSoon.errors().path("wait").asString());
    assertThat(world.call("POST", token, path + "/ndvi/refresh/").status()).isEqualTo(202);
    assertThat(world.call("POST", token, path + "/ndvi/refresh/?engine=gee").status())
        .isEqualTo(400);
  }

  private void publish(FarmEvent event) {
    world.publish(Topics.FARM_EVENTS, event.externalFarmId().toString(), event);
  }

  @Test
  void everyAcquisitionIsListedInFullWhateverItsCloud() {
    observe("ndvi", THURSDAY, 0.6, 0.0);
    observe("ndvi", THURSDAY.plusDays(2), 0.3, 0.8);
    observe("ndwi", THURSDAY, -0.2, 0.0);
    var page =
        await()
            .atMost(World.SOON)
            .until(
                () -> world.get(token, path + "/ndvi/observations/?page_size=1").data(),
                data -> data.path("count").asInt() == 2);
    assertThat(page.path("results")).hasSize(1);
    var first = page.path("results").get(0);
    assertThat(first.path("date").asString()).isEqualTo("2026-02-26");
    assertThat(first.path("mean").asDouble()).isEqualTo(0.6);
    assertThat(first.path("scene_ids").isArray()).isTrue();
    assertThat(first.propertyNames())
        .contains("std", "median", "p10", "p90", "valid_area_ha", "acquired_at", "state");
    var second = world.get(token, page.path("next").asString()).data().path("results").get(0);
    assertThat(second.path("cloud_fraction").asDouble()).isEqualTo(0.8);
    assertThat(
            world
                .get(token, path + "/ndvi/observations/?start=2026-02-27&end=2026-02-27")
                .data()
                .path("count")
                .asInt())
        .isZero();
    var wrong = world.get(token, path + "/ndvi/observations/?start=2026-03-01&end=2026-02-01");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.errors().propertyNames()).containsExactly("end");
    assertThat(
            world.get(world.token("another-tenant", "read"), path + "/ndvi/observations/").status())
        .isEqualTo(404);
  }

  private void observe(String index, LocalDate date, double mean, @Nullable Double cloud) {
    world.publish(
        Topics.NDVI_RESULTS, farm.toString(), Examples.observed(farm, index, date, mean, cloud));
  }

  private JsonNode seriesWith(int count, String route) {
    return await()
        .atMost(World.SOON)
        .until(
            () -> world.get(token, path + route).data(),
            data -> data.path("observations").size() == count);
  }

  private JsonNode latestFrom(String date) {
    return await()
        .atMost(World.SOON)
        .until(
            () -> world.get(token, path + "/ndvi/latest/").data(),
            data -> data.path("observation").path("bucket_date").asString("").equals(date));
  }

  private void awaitName(String name) {
    await()
        .atMost(World.SOON)
        .until(() -> world.get(token, path).data().path("name").asString().equals(name));
  }

  private NdviRequest onlyRequest() {
    var records =
        await()
            .atMost(World.SOON)
            .until(() -> world.records("ndvi-orders", farm.toString()), found -> !found.isEmpty());
    assertThat(records).hasSize(1);
    return Objects.requireNonNull(
        JsonSerde.of(Topics.NDVI_ORDERS).read(records.getFirst().value()));
  }
}

package io.farmsync.ndvi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Request;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.EngineState;
import io.farmsync.schemas.EngineState.Breaker;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * The service as it runs, on a real broker, before a catalogue and a file host that can be made to
 * fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NdviProcessorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FIELDS = "fields/pajottenland.geojson";

  /** Three scenes of the sample set lie in the 30 days before: 4, 14 and 24 August 2018. */
  private static final Instant SEPTEMBER = Instant.parse("2018-09-01T12:00:00Z");

  private static final List<String> AUGUST_DAYS = List.of("2018-08-04", "2018-08-14", "2018-08-24");

  private SampleUpstreams upstreams;
  private KafkaWorld kafka;
  private ConfigurableApplicationContext service;

  @BeforeAll
  void start(@TempDir Path state) throws IOException {
    upstreams = SampleUpstreams.start();
    String bootstrap = EmbeddedPlatform.shared().kafka().bootstrapServers();
    service =
        NdviService.start(upstreams, bootstrap, state, "--ndvi.masked-classes=0,1,3,8,9,10,11");
    kafka = new KafkaWorld(bootstrap);
  }

  @AfterAll
  void stop() {
    kafka.close();
    service.close();
    upstreams.close();
  }

  @AfterEach
  void heal() {
    upstreams.heal();
  }

  @Test
  void registeredFarmBecomesObservationsWithTheExpectedValues() {
    UUID farm = register("pj-03");

    NdviJob job = ended(farm);
    assertThat(job.status()).isEqualTo(Status.SUCCESS);
    assertThat(job.startedAt()).isNotNull();
    assertThat(job.finishedAt()).isNotNull();
    List<NdviResult.Observed> observations = observations(farm);
    assertThat(observations)
        .extracting(observed -> observed.date().toString())
        .containsExactlyInAnyOrderElementsOf(AUGUST_DAYS);
    for (NdviResult.Observed observed : observations) {
      JsonNode expected = expected("pajottenland", "pj-03", observed.date().toString());
      JsonNode values = expected.path("default");
      if (values.path("count").asDouble() == 0) {
        assertThat(observed.statistics().mean()).isNull();
        assertThat(observed.quality().state()).isEqualTo(NdviResult.Quality.State.REJECTED);
      } else {
        assertThat(observed.statistics().mean())
            .isCloseTo(values.path("mean").doubleValue(), within(1e-6));
        assertThat(observed.statistics().min())
            .isCloseTo(values.path("min").doubleValue(), within(1e-6));
        assertThat(observed.statistics().max())
            .isCloseTo(values.path("max").doubleValue(), within(1e-6));
      }
      assertThat(observed.statistics().validAreaHa())
          .isCloseTo(values.path("count").doubleValue() / 100, within(1e-6));
      assertThat(observed.quality().validPixelFraction())
          .isCloseTo(expected.path("pixels").path("valid_fraction").doubleValue(), within(1e-6));
      assertThat(observed.farmVersion()).isEqualTo(1);
      assertThat(observed.jobId()).isEqualTo(job.id());
      assertThat(observed.provenance().catalogue()).isEqualTo(upstreams.stacUrl().toString());
      assertThat(observed.provenance().scenes())
          .singleElement()
          .satisfies(use -> {
            assertThat(use.crs()).isEqualTo("EPSG:32631");
            assertThat(use.scale()).isEqualTo(0.0001);
            assertThat(use.offset()).isZero();
            assertThat(use.offsetDecision()).isEqualTo("declared");
          });
    }
  }

  @Test
  void resultsCarryTheEventsTheyCameFrom() {
    UUID farm = register("pj-05"); // the sums of its shares round to a trace over 1
    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);

    var result = kafka.records(Topics.NDVI_RESULTS, farm.toString()).getFirst();
    assertThat(EventHeaders.value(result.headers(), EventHeaders.TYPE))
        .isEqualTo("ndvi.observed.v1");
    assertThat(EventHeaders.value(result.headers(), EventHeaders.TENANT)).isEqualTo("tenant-one");
    assertThat(EventHeaders.value(result.headers(), EventHeaders.FARM_VERSION)).isEqualTo("1");
    assertThat(EventHeaders.value(result.headers(), EventHeaders.REQUEST_ID))
        .isEqualTo("request-of-" + farm);
  }

  @Test
  void fieldInTwoTilesIsOneObservationADay() {
    UUID farm = UUID.randomUUID();
    publish(
        Farms.event(
            farm,
            FarmEvent.Type.REGISTERED,
            1,
            Instant.parse("2018-03-01T00:00:00Z"),
            "fields/menen.geojson",
            "mn-02"));

    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);
    assertThat(observations(farm))
        .singleElement()
        .satisfies(observed -> {
          assertThat(observed.date()).isEqualTo("2018-02-18");
          assertThat(observed.statistics().mean()).isCloseTo(0.6567111255502718, within(1e-6));
          assertThat(observed.statistics().totalAreaHa()).isCloseTo(5.6376, within(1e-3));
        });
  }

  @Test
  void boundaryChangeComputesAnewAndARenameDoesNot() {
    UUID farm = register("pj-07");
    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);
    publish(Farms.event(farm, FarmEvent.Type.RENAMED, 2, SEPTEMBER, FIELDS, "pj-07"));
    publish(Farms.event(farm, FarmEvent.Type.BOUNDARY_CHANGED, 3, SEPTEMBER, FIELDS, "pj-09"));

    await(() ->
        observations(farm).stream().filter(observed -> observed.farmVersion() == 3).count() == 3);
    assertThat(observations(farm))
        .extracting(NdviResult.Observed::farmVersion)
        .containsOnly(1L, 3L);
  }

  @Test
  void eventThatCannotBeReadIsADeadLetterAndBlocksNobody() {
    UUID broken = UUID.randomUUID();
    kafka.publish(Topics.FARM_EVENTS.name(), broken.toString(), "not a farm event");

    await(() -> kafka.records(Topics.FARM_EVENTS.deadLetters(), broken.toString()).size() == 1);
    assertThat(ended(register("pj-11")).status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void requestThatCannotBeReadIsADeadLetterAndBlocksNobody() {
    UUID broken = UUID.randomUUID();
    kafka.publish(Topics.NDVI_REQUESTS.name(), broken.toString(), "{\"job_id\": \"x\"}");

    await(() -> kafka.records(Topics.NDVI_REQUESTS.deadLetters(), broken.toString()).size() == 1);
    assertThat(ended(register("pj-13")).status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void htmlFromTheCatalogueFailsTheJobAtOnce() {
    upstreams.fail(Route.STAC_SEARCH, Fault.htmlPage());
    UUID farm = register("pj-01");

    NdviJob job = ended(farm);
    assertThat(job.status()).isEqualTo(Status.FAILED);
    assertThat(job.lastError()).isEqualTo("waf_blocked");
    assertThat(failures(farm))
        .singleElement()
        .satisfies(failed -> assertThat(failed.date()).isNull());
    await(() -> kafka.records(Topics.NDVI_REQUESTS.deadLetters(), farm.toString()).size() == 1);
    var letter = kafka.records(Topics.NDVI_REQUESTS.deadLetters(), farm.toString()).getFirst();
    assertThat(EventHeaders.value(letter.headers(), DeadLetter.CODE)).isEqualTo("waf_blocked");
  }

  @Test
  void throttledCatalogueIsAskedAgainWhenItSays() {
    upstreams.failNext(Route.STAC_SEARCH, 2, Fault.tooManyRequests("1"));
    Instant start = Instant.now();

    assertThat(ended(register("pj-01")).status()).isEqualTo(Status.SUCCESS);
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void silentCatalogueKeepsTheJobWaitingAndItEndsWhenTheCatalogueIsBack() {
    upstreams.fail(Route.STAC_SEARCH, Fault.neverAnswer());
    UUID farm = register("pj-01");

    await(() ->
        states(farm)
            .anyMatch(
                job -> job.status() == Status.QUEUED && "upstream_error".equals(job.lastError())));
    upstreams.heal();

    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);
    assertThat(observations(farm)).hasSize(3);
  }

  @Test
  void deadFileHostKeepsTheJobWaitingAndItEndsWhenTheHostIsBack() {
    upstreams.fail(Route.FILES, Fault.dropConnection());
    UUID farm =
        registerAt("pj-15", Instant.parse("2019-08-30T00:00:00Z")); // no file of which is known yet

    await(() -> states(farm).filter(job -> "upstream_error".equals(job.lastError())).count() >= 2);
    upstreams.heal();

    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);
    assertThat(failures(farm)).isEmpty();
  }

  @Test
  void openBreakerIsToldAndSoIsItsClosing() {
    upstreams.fail(Route.STAC_SEARCH, Fault.dropConnection());
    UUID farm = register("pj-01");
    await(() -> breaker() == Breaker.OPEN || breaker() == Breaker.HALF_OPEN);

    upstreams.heal();

    await(() -> breaker() == Breaker.CLOSED);
    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);
  }

  private @Nullable Breaker breaker() {
    return kafka
        .values(Topics.NDVI_ENGINES)
        .reduce((_, later) -> later)
        .map(EngineState::state)
        .orElse(null);
  }

  @Test
  void brokenFileFailsItsDayAndDisturbsNoOther() {
    String scene = "S2B_31UES_20181003_0_L2A";
    upstreams.failWhen(Route.FILES, file(scene, "B04"), Fault.truncatedBody());
    UUID farm = registerAt("pj-01", Instant.parse("2018-10-20T00:00:00Z"));

    NdviJob job = ended(farm);
    assertThat(job.status()).isEqualTo(Status.SUCCESS);
    assertThat(failures(farm))
        .singleElement()
        .satisfies(failed -> {
          assertThat(failed.date()).isEqualTo("2018-10-03");
          assertThat(failed.code()).isEqualTo("max_retries_exceeded");
          assertThat(failed.sceneIds()).containsExactly(scene);
        });
    assertThat(observations(farm)).isNotEmpty();
  }

  @Test
  void fileThatIsNoTiffFailsItsDayWithWhatItIs() {
    upstreams.failWhen(Route.FILES, file("S2A_31UES_20181117_0_L2A", "B08"), Fault.garbage());
    UUID farm = registerAt("pj-01", Instant.parse("2018-11-20T00:00:00Z"));

    assertThat(ended(farm).status()).isEqualTo(Status.SUCCESS);
    assertThat(failures(farm))
        .singleElement()
        .satisfies(failed -> {
          assertThat(failed.code()).isEqualTo("processing_error");
          assertThat(failed.detail()).contains("not a TIFF");
        });
  }

  @Test
  void sceneWithoutAnAssetFailsAsSuch() {
    UUID farm = UUID.randomUUID();
    publishRequest(farm, "ndwi"); // the scenes over Menen have no green band

    NdviJob job = ended(farm);
    assertThat(job.status()).isEqualTo(Status.FAILED);
    assertThat(job.lastError()).isEqualTo("missing_assets");
    assertThat(failures(farm))
        .anySatisfy(failed -> assertThat(failed.detail()).contains("no asset for band green"));
  }

  @Test
  void unknownIndexFailsTheJobAndSaysWhichAreKnown() {
    UUID farm = UUID.randomUUID();
    publishRequest(farm, "evi");

    assertThat(ended(farm).lastError()).isEqualTo("validation_error");
    assertThat(failures(farm))
        .singleElement()
        .satisfies(failed -> assertThat(failed.detail()).contains("[ndvi, ndwi, ndmi]"));
  }

  private void publishRequest(UUID farm, String index) {
    var event =
        Farms.event(
            farm,
            FarmEvent.Type.REGISTERED,
            1,
            Instant.parse("2018-03-01T00:00:00Z"),
            "fields/menen.geojson",
            "mn-02");
    var request =
        new NdviRequest(
            "job-" + farm,
            farm,
            "tenant-one",
            1,
            index,
            "stac",
            io.farmsync.schemas.JobType.GAP_FILL,
            NdviRequest.Reason.GAP_FILL,
            java.time.LocalDate.of(2018, 2, 1),
            java.time.LocalDate.of(2018, 3, 1),
            7,
            100,
            null,
            event.farm().bbox(),
            event.farm().geometry(),
            SEPTEMBER);
    kafka.publish(Topics.NDVI_REQUESTS, farm.toString(), request);
  }

  private static Predicate<Request> file(String scene, String band) {
    return request -> request.path().contains(scene) && request.path().endsWith(band + ".tif");
  }

  private UUID register(String field) {
    return registerAt(field, SEPTEMBER);
  }

  private UUID registerAt(String field, Instant at) {
    UUID farm = UUID.randomUUID();
    publish(Farms.event(farm, FarmEvent.Type.REGISTERED, 1, at, FIELDS, field));
    return farm;
  }

  private void publish(FarmEvent event) {
    kafka.publish(Topics.FARM_EVENTS, event.externalFarmId().toString(), event);
  }

  private NdviJob ended(UUID farm) {
    await(() -> states(farm).anyMatch(job -> job.status().isFinal()));
    return states(farm).filter(job -> job.status().isFinal()).findFirst().orElseThrow();
  }

  private java.util.stream.Stream<NdviJob> states(UUID farm) {
    return kafka.values(Topics.NDVI_JOBS).filter(job -> job.externalFarmId().equals(farm));
  }

  private List<NdviResult.Observed> observations(UUID farm) {
    return results(farm, NdviResult.Observed.class);
  }

  private List<NdviResult.Failed> failures(UUID farm) {
    return results(farm, NdviResult.Failed.class);
  }

  private <R extends NdviResult> List<R> results(UUID farm, Class<R> kind) {
    return kafka
        .values(Topics.NDVI_RESULTS)
        .filter(result -> result.externalFarmId().equals(farm))
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  private static JsonNode expected(String collection, String field, String day) {
    return new SampleData()
        .json("expected/expected.json")
        .path("cases")
        .valueStream()
        .filter(one -> one.path("collection").stringValue("").equals(collection))
        .flatMap(one -> one.path("results").valueStream())
        .filter(result -> result.path("field").stringValue("").equals(field))
        .filter(result -> result.path("datetime").stringValue("").startsWith(day))
        .findFirst()
        .orElseThrow()
        .path("weighted");
  }
}

package io.farmsync.ndvi.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.job.JobRunner.End;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.NdviResult.Quality.State;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobRunnerTest {
  private static final Instant NOON = Instant.parse("2019-12-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final JobLimits LIMITS =
      new JobLimits(2, Duration.ofMillis(1), Duration.ofHours(1), 4);

  private static final Envelope AROUND_PJ_01 =
      Objects.requireNonNull(SampleScenes.fields("fields/pajottenland.geojson").get("pj-01"))
          .getEnvelopeInternal();

  private SampleUpstreams servers;
  private SampleScenes samples;

  @BeforeAll
  void serve() throws IOException {
    servers = SampleUpstreams.start();
    samples = new SampleScenes(servers);
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Test
  void yearOfScenesBecomesAnObservationPerDay() throws InterruptedException {
    var written = new Written();

    End end =
        runner(samples.catalog("pajottenland"), LIMITS)
            .run(request("pj-01", "ndvi", 100), 1, written);

    assertThat(end).isEqualTo(new End.Success());
    assertThat(written.statuses()).containsExactly(Status.RUNNING, Status.SUCCESS);
    assertThat(written.observed())
        .extracting(NdviResult.Observed::date)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(30);
    assertThat(written.isSettled()).isTrue();
    assertThat(written.jobs().getLast().newestValue())
        .isEqualTo(
            written.observed().stream()
                .filter(observed -> observed.quality().state() == State.FINAL)
                .map(NdviResult.Observed::date)
                .max(LocalDate::compareTo)
                .orElseThrow());
  }

  @Test
  void newestDaysAreReadableBeforeTheOldestAreBegun() throws InterruptedException {
    var written = new Written();
    var oneByOne = new JobLimits(2, Duration.ofMillis(1), Duration.ofHours(1), 1);

    runner(samples.catalog("pajottenland"), oneByOne)
        .run(request("pj-01", "ndvi", 100), 1, written);

    assertThat(written.observed())
        .extracting(NdviResult.Observed::date)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void everyIndexIsComputedFromItsOwnBands() throws InterruptedException {
    for (String index : List.of("ndvi", "ndwi", "ndmi")) {
      var written = new Written();
      runner(samples.catalog("pajottenland"), LIMITS).run(request("pj-01", index, 20), 1, written);
      assertThat(written.observed())
          .isNotEmpty()
          .allSatisfy(observed -> assertThat(observed.index()).isEqualTo(index));
    }
  }

  /** Green NDVI is NDWI with its bands exchanged: what is known of the one tells the other. */
  @Test
  void indexOfOneMoreFileIsComputedLikeTheOthers() throws InterruptedException {
    var water = new Written();
    var green = new Written();
    var runner = runner(samples.catalog("pajottenland"), LIMITS);
    runner.run(request("pj-01", "ndwi", 20), 1, water);

    End end = runner.run(request("pj-01", "gndvi", 20), 1, green);

    assertThat(end).isEqualTo(new End.Success());
    assertThat(green.observed()).hasSameSizeAs(water.observed()).isNotEmpty();
    for (NdviResult.Observed observed : green.observed()) {
      NdviResult.Observed twin =
          water.observed().stream()
              .filter(other -> other.date().equals(observed.date()))
              .findFirst()
              .orElseThrow();
      assertThat(JsonSerde.of(Topics.NDVI_RESULTS).write(observed)).isNotNull();
      assertThat(observed.index()).isEqualTo("gndvi");
      assertThat(observed.quality()).isEqualTo(twin.quality());
      assertThat(observed.statistics().coveredFraction()).isNotNull();
      assertThat(observed.statistics().mean())
          .isCloseTo(-Objects.requireNonNull(twin.statistics().mean()), within(1e-6));
      assertThat(observed.statistics().max())
          .isCloseTo(-Objects.requireNonNull(twin.statistics().min()), within(1e-6));
    }
  }

  @Test
  void scenesOverTheCloudLimitAreNotRead() throws InterruptedException {
    var all = new Written();
    var clear = new Written();
    runner(samples.catalog("pajottenland"), LIMITS).run(request("pj-01", "ndvi", 100), 1, all);
    runner(samples.catalog("pajottenland"), LIMITS).run(request("pj-01", "ndvi", 5), 1, clear);

    assertThat(clear.observed()).isNotEmpty().hasSizeLessThan(all.observed().size());
    assertThat(clear.observed())
        .allSatisfy(observed ->
            assertThat(observed.quality().sceneCloudFraction()).isLessThanOrEqualTo(0.05));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 45, 90})
  void cloudLimitIsHonouredAsItIsGiven(int maxCloud) throws InterruptedException {
    var written = new Written();
    NdviRequest request = request("pj-01", "ndvi", maxCloud);
    SceneCatalog catalog = samples.catalog("pajottenland");

    runner(catalog, LIMITS).run(request, 1, written);

    var under =
        catalog.search(AROUND_PJ_01, request.start(), request.end()).stream()
            .filter(scene -> scene.cloudFraction().orElse(0) * 100 <= maxCloud)
            .map(scene -> scene.acquired().atZone(ZoneOffset.UTC).toLocalDate())
            .distinct()
            .toList();
    assertThat(written.observed())
        .extracting(NdviResult.Observed::date)
        .containsExactlyInAnyOrderElementsOf(under);
  }

  @Test
  void withoutACloudFigureOfTheCatalogueTheMaskTellsIt() throws InterruptedException {
    SceneCatalog told = samples.catalog("pajottenland");
    SceneCatalog untold =
        (area, from, to) ->
            told.search(area, from, to).stream().map(JobRunnerTest::withoutCloud).toList();
    var written = new Written();

    runner(untold, LIMITS).run(request("pj-01", "ndvi", 30), 1, written);

    assertThat(written.observed())
        .isNotEmpty()
        .allSatisfy(observed -> {
          assertThat(observed.quality().sceneCloudFraction()).isNull();
          assertThat(observed.quality().cloudFraction()).isNotNull();
          assertThat(observed.quality().state()).isNotEqualTo(State.RAW);
        })
        .anyMatch(observed -> observed.quality().state() == State.FINAL);
  }

  @Test
  void acquisitionTimeIsTheScenesAndNotThatOfTheComputation() throws InterruptedException {
    var written = new Written();
    runner(samples.catalog("pajottenland"), LIMITS).run(request("pj-01", "ndvi", 30), 1, written);

    assertThat(written.observed())
        .isNotEmpty()
        .allSatisfy(observed -> {
          assertThat(observed.acquiredAt().atZone(ZoneOffset.UTC).toLocalDate())
              .isEqualTo(observed.date());
          assertThat(observed.computedAt()).isEqualTo(NOON);
        });
  }

  @Test
  void cloudyDayIsRejectedAndFlaggedAndHasNoValueInsteadOfZero() throws InterruptedException {
    var written = new Written();
    runner(samples.catalog("pajottenland"), LIMITS).run(request("pj-01", "ndvi", 100), 1, written);

    NdviResult.Observed cloudy =
        written.observed().stream()
            .filter(observed -> observed.statistics().sampleCount() == 0)
            .findFirst()
            .orElseThrow();
    assertThat(cloudy.statistics().mean()).isNull();
    assertThat(cloudy.statistics().validAreaHa()).isZero();
    assertThat(cloudy.statistics().totalAreaHa()).isPositive();
    assertThat(cloudy.quality().state()).isEqualTo(State.REJECTED);
    assertThat(cloudy.quality().flags()).contains("cloud_heavy", "low_valid_pixel_fraction");
  }

  @Test
  void windowWithoutScenesIsASuccessWithoutObservations() throws InterruptedException {
    var written = new Written();

    End end = runner((_, _, _) -> List.of(), LIMITS).run(request("pj-01", "ndvi", 100), 1, written);

    assertThat(end).isEqualTo(new End.Success());
    assertThat(written.results()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "THROTTLED", "SERVER_ERROR"})
  void transientFailureOfTheSearchIsWaitedOut(Kind kind) throws InterruptedException {
    var written = new Written();
    SceneCatalog recovering = failing(kind, 2, samples.catalog("pajottenland"));

    End end = runner(recovering, LIMITS).run(request("pj-01", "ndvi", 10), 1, written);

    assertThat(end).isEqualTo(new End.Success());
    assertThat(written.statuses())
        .containsExactly(
            Status.RUNNING,
            Status.QUEUED,
            Status.RUNNING,
            Status.QUEUED,
            Status.RUNNING,
            Status.SUCCESS);
    assertThat(written.jobs().get(1).lastError()).isEqualTo("upstream_error");
    assertThat(written.jobs().getLast().attempts()).isEqualTo(3);
  }

  @Test
  void catalogueThatAnswersWithErrorsUsesUpTheTries() throws InterruptedException {
    var written = new Written();

    End end =
        runner(failing(Kind.SERVER_ERROR, 1000, null), LIMITS)
            .run(request("pj-01", "ndvi", 10), 1, written);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(JobCode.MAX_RETRIES_EXCEEDED));
    assertThat(written.jobs().getLast().lastError()).isEqualTo("max_retries_exceeded");
    assertThat(written.statuses().stream().filter(Status.RUNNING::equals))
        .hasSize(LIMITS.retries() + 1);
  }

  @Test
  void catalogueThatIsAwayUsesUpOnlyPatience() throws InterruptedException {
    var written = new Written();
    var impatient = new JobLimits(2, Duration.ofMillis(1), Duration.ofSeconds(1), 4);
    var runner = runner(failing(Kind.UNREACHABLE, 1_000_000, null), impatient, Clock.systemUTC());

    End end = runner.run(request("pj-01", "ndvi", 10), 1, written);

    assertThat(end).isInstanceOf(End.Failure.class);
    assertThat(written.statuses().stream().filter(Status.RUNNING::equals))
        .hasSizeGreaterThan(LIMITS.retries() + 2);
  }

  @Test
  void jobThatIsAbandonedEndsAsFailed() {
    var written = new Written();

    runner(samples.catalog("pajottenland"), LIMITS)
        .abandon(request("pj-01", "ndvi", 10), 5, written);

    assertThat(written.jobs().getLast().status()).isEqualTo(Status.FAILED);
    assertThat(written.jobs().getLast().lastError()).isEqualTo("max_retries_exceeded");
    assertThat(written.jobs().getLast().attempts()).isEqualTo(5);
  }

  private JobRunner runner(SceneCatalog catalog, JobLimits limits) {
    return runner(catalog, limits, CLOCK);
  }

  private JobRunner runner(SceneCatalog catalog, JobLimits limits, Clock clock) {
    var observer =
        new FieldObserver(
            samples.rasters(), new Projection(), PixelMask.DEFAULT, Coverage.Rule.AREA, 5000, 4);
    var writer =
        new ResultWriter("http://catalogue", PixelMask.DEFAULT, Coverage.Rule.AREA, "test");
    return new JobRunner(
        new SpectralIndices(
            List.of(
                SpectralIndices.NDVI, SpectralIndices.NDWI, SpectralIndices.NDMI, new GreenNdvi())),
        catalog,
        observer,
        writer,
        limits,
        JobListener.NONE,
        clock);
  }

  private static Scene withoutCloud(Scene scene) {
    return new Scene(
        scene.id(),
        scene.collection(),
        scene.acquired(),
        scene.platform(),
        scene.pass(),
        scene.tile(),
        scene.baseline(),
        scene.revision(),
        scene.epsg(),
        OptionalDouble.empty(),
        scene.offsetApplied(),
        scene.footprint(),
        scene.assets());
  }

  private static SceneCatalog failing(
      Kind kind, int times, @org.jspecify.annotations.Nullable SceneCatalog then) {
    return new SceneCatalog() {
      private int asked;

      @Override
      public List<Scene> search(Envelope area, LocalDate from, LocalDate to) {
        if (asked++ < times || then == null) {
          throw new UpstreamFailure(kind, "catalogue", "fails on purpose");
        }
        return then.search(area, from, to);
      }
    };
  }

  private static NdviRequest request(String field, String index, int maxCloud) {
    var event =
        Farms.event(
            new UUID(1, 2),
            FarmEvent.Type.REGISTERED,
            1,
            NOON,
            "fields/pajottenland.geojson",
            field);
    NdviRequest planned =
        new JobPlanner(new BackfillPolicy(369, 370, List.of(index), maxCloud, 7))
            .plan(event)
            .getFirst();
    assertThat(planned.end()).isEqualTo(LocalDate.of(2019, 12, 1));
    return planned;
  }
}

package io.farmsync.ndvi.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.job.JobRunner.End;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviResult;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One job of a month against a local archive that misbehaves in each of the ways real ones do. An
 * endless file is in the tests of {@code Upstream}.
 */
class UpstreamFaultsTest {
  private static final Instant SEPTEMBER = Instant.parse("2018-09-01T12:00:00Z");
  private static final URI PRIVATE = URI.create("http://169.254.169.254/latest/meta-data");
  private static final UpstreamLimits QUICK =
      new UpstreamLimits(
          Duration.ofSeconds(2),
          2,
          Duration.ofMillis(10),
          Duration.ofSeconds(2),
          8,
          3,
          Duration.ofMillis(100),
          UpstreamLimits.HOST_IN_TROUBLE);

  /** Never used up while the archive is away. */
  private static final JobLimits PATIENT =
      new JobLimits(1000, Duration.ofMillis(20), Duration.ofHours(1), 4);

  static Stream<Arguments> passing() {
    return Stream.of(Route.STAC_SEARCH, Route.FILES)
        .flatMap(route ->
            Stream.of(
                    Fault.dropConnection(),
                    Fault.neverAnswer(),
                    Fault.delay(Duration.ofSeconds(4)),
                    Fault.status(429),
                    Fault.status(500),
                    Fault.status(503),
                    Fault.truncatedBody())
                .map(fault -> Arguments.of(route, fault)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void jobWaitsAndGoesOnByItselfWhenTheUpstreamIsBack(Route route, Fault fault) throws Exception {
    try (var servers = SampleUpstreams.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.fail(route, fault);
      var written = new Written();
      var end = threads.submit(() -> runner(servers).run(request(), 1, written));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> written.jobs.stream().anyMatch(UpstreamFaultsTest::waits));

      servers.heal();

      assertThat(end.get()).isEqualTo(new End.Success());
      assertThat(written.failures()).isEmpty();
      assertThat(written.observed()).hasSize(3);
    }
  }

  static Stream<Arguments> throttling() {
    return Stream.of(Route.STAC_SEARCH, Route.FILES).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("throttling")
  void throttledJobComesBackWhenItIsTold(Route route) throws Exception {
    try (var servers = SampleUpstreams.start()) {
      servers.failNext(route, 1, Fault.tooManyRequests("1"));
      var written = new Written();
      Instant start = Instant.now();

      assertThat(runner(servers).run(request(), 1, written)).isEqualTo(new End.Success());

      assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(900));
      assertThat(written.observed()).hasSize(3);
    }
  }

  static Stream<Arguments> lasting() {
    return Stream.of(
        Arguments.of(Route.STAC_SEARCH, Fault.status(403), JobCode.AUTH_FAILED),
        Arguments.of(Route.STAC_SEARCH, Fault.status(422), JobCode.VALIDATION_ERROR),
        Arguments.of(Route.STAC_SEARCH, Fault.htmlPage(), JobCode.WAF_BLOCKED),
        Arguments.of(Route.STAC_SEARCH, Fault.redirect(PRIVATE), JobCode.UPSTREAM_ERROR),
        Arguments.of(Route.STAC_SEARCH, Fault.garbage(), JobCode.UPSTREAM_ERROR),
        Arguments.of(Route.STAC_SEARCH, Fault.endlessBody(), JobCode.UPSTREAM_ERROR),
        Arguments.of(Route.FILES, Fault.status(403), JobCode.AUTH_FAILED),
        Arguments.of(Route.FILES, Fault.status(404), JobCode.UPSTREAM_ERROR),
        Arguments.of(Route.FILES, Fault.htmlPage(), JobCode.WAF_BLOCKED),
        Arguments.of(Route.FILES, Fault.redirect(PRIVATE), JobCode.UPSTREAM_ERROR),
        Arguments.of(Route.FILES, Fault.garbage(), JobCode.PROCESSING_ERROR));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void jobThatNoWaitingHelpsFailsAtOnceAndSaysWhy(Route route, Fault fault, JobCode code)
      throws Exception {
    try (var servers = SampleUpstreams.start()) {
      servers.fail(route, fault);
      var written = new Written();

      assertThat(runner(servers).run(request(), 1, written))
          .isInstanceOfSatisfying(
              End.Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));

      assertThat(written.jobs.getLast().status()).isEqualTo(Status.FAILED);
      assertThat(written.jobs.getLast().lastError()).isEqualTo(code.wireName());
      assertThat(written.jobs).noneMatch(UpstreamFaultsTest::waits);
      assertThat(written.observed()).isEmpty();
    }
  }

  @org.junit.jupiter.api.Test
  void filesInAnotherReferenceSystemThanTheirItemSaysAreNotMeasured() throws Exception {
    try (var servers =
        SampleUpstreams.builder()
            .alterItems(item -> {
              if (item.path("properties") instanceof tools.jackson.databind.node.ObjectNode p) {
                p.put("proj:epsg", 32632);
                p.remove("proj:code");
              }
              return item;
            })
            .start()) {
      var written = new Written();

      assertThat(runner(servers).run(request(), 1, written))
          .isInstanceOfSatisfying(
              End.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(JobCode.PROCESSING_ERROR));

      assertThat(written.failures())
          .filteredOn(failed -> failed.date() != null)
          .hasSize(3)
          .allSatisfy(failed -> assertThat(failed.detail()).contains("EPSG:32632"));
    }
  }

  private static boolean waits(NdviJob job) {
    return job.status() == Status.QUEUED && "upstream_error".equals(job.lastError());
  }

  private static JobRunner runner(SampleUpstreams servers) {
    var scenes = new SampleScenes(servers, QUICK);
    var observer =
        new FieldObserver(
            scenes.rasters(), new Projection(), PixelMask.DEFAULT, Coverage.Rule.AREA, 5000, 4);
    return new JobRunner(
        SpectralIndices.ALL,
        scenes.catalog("pajottenland"),
        observer,
        new ResultWriter("http://catalogue", PixelMask.DEFAULT, Coverage.Rule.AREA, "test"),
        PATIENT,
        JobListener.NONE,
        Clock.systemUTC());
  }

  private static NdviRequest request() {
    var event =
        Farms.event(
            new UUID(1, 2),
            FarmEvent.Type.REGISTERED,
            1,
            SEPTEMBER,
            "fields/pajottenland.geojson",
            "pj-01");
    return new JobPlanner(new BackfillPolicy(30, 31, List.of("ndvi"), 100, 7))
        .plan(event)
        .getFirst();
  }

  /** What a job wrote, while it runs. */
  private static final class Written implements JobJournal {
    private final List<NdviJob> jobs = new CopyOnWriteArrayList<>();
    private final List<NdviResult> results = new CopyOnWriteArrayList<>();

    @Override
    public void write(NdviJob job) {
      jobs.add(job);
    }

    @Override
    public void write(NdviResult result) {
      results.add(result);
    }

    @Override
    public void write(NdviRaster raster) {
      throw new UnsupportedOperationException("no job here paints");
    }

    @Override
    public void settle() {}

    List<NdviResult.Observed> observed() {
      return results.stream()
          .filter(NdviResult.Observed.class::isInstance)
          .map(NdviResult.Observed.class::cast)
          .toList();
    }

    List<NdviResult.Failed> failures() {
      return results.stream()
          .filter(NdviResult.Failed.class::isInstance)
          .map(NdviResult.Failed.class::cast)
          .toList();
    }
  }
}

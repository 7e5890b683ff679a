package io.farmsync.ndvi.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.job.JobRunner.End;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviRaster.Reason;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RasterJobTest {
  private static final Instant NOON = Instant.parse("2019-12-01T12:00:00Z");

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
  void clearDayNearTheDateIsPaintedAndFitsTheTopic() throws InterruptedException {
    var written = new Written();

    End end = run(catalog(), request(LocalDate.of(2019, 7, 3), 30), written);

    assertThat(end).isEqualTo(new End.Success());
    assertThat(written.rasters())
        .singleElement()
        .isInstanceOfSatisfying(
            NdviRaster.Rendered.class,
            rendered -> {
              assertThat(rendered.date()).isEqualTo(LocalDate.of(2019, 7, 3));
              assertThat(rendered.acquiredAt())
                  .isBetween("2019-07-05T00:00:00Z", "2019-07-06T00:00:00Z");
              assertThat(rendered.size()).isEqualTo(128);
              assertThat(rendered.png()).startsWith(0x89, 'P', 'N', 'G');
              assertThat(JsonSerde.of(Topics.NDVI_RASTERS).write(rendered))
                  .hasSizeLessThan(1_000_000);
            });
    assertThat(written.jobs().getLast().status()).isEqualTo(NdviJob.Status.SUCCESS);
  }

  @Test
  void dateWithoutASceneUnderTheCloudLimitSaysSo() throws InterruptedException {
    assertMissing(catalog(), request(LocalDate.of(2018, 8, 14), 30), Reason.NO_ITEMS, "no_items");
  }

  @Test
  void dateWithCloudOnlySaysThatNoSceneServes() throws InterruptedException {
    assertMissing(
        catalog(), request(LocalDate.of(2018, 8, 14), 100), Reason.NO_BEST_ITEM, "no_best_item");
  }

  @Test
  void sceneWithoutABandSaysSo() throws InterruptedException {
    SceneCatalog bare =
        (area, from, to) ->
            catalog().search(area, from, to).stream()
                .map(scene -> {
                  var assets = new EnumMap<>(scene.assets());
                  assets.remove(io.farmsync.ndvi.scene.Band.NIR);
                  return new io.farmsync.ndvi.scene.Scene(
                      scene.id(),
                      scene.collection(),
                      scene.acquired(),
                      scene.platform(),
                      scene.pass(),
                      scene.tile(),
                      scene.baseline(),
                      scene.revision(),
                      scene.epsg(),
                      scene.cloudFraction(),
                      scene.offsetApplied(),
                      scene.footprint(),
                      assets);
                })
                .toList();
    assertMissing(
        bare, request(LocalDate.of(2019, 7, 5), 30), Reason.MISSING_ASSETS, "missing_assets");
  }

  private void assertMissing(
      SceneCatalog catalog, NdviRequest request, Reason reason, String lastError)
      throws InterruptedException {
    var written = new Written();
    run(catalog, request, written);
    assertThat(written.rasters())
        .singleElement()
        .isInstanceOfSatisfying(
            NdviRaster.Missing.class,
            missing -> {
              assertThat(missing.reason()).isEqualTo(reason);
              assertThat(missing.detail()).isNotBlank();
            });
    assertThat(written.jobs().getLast().status()).isEqualTo(NdviJob.Status.FAILED);
    assertThat(written.jobs().getLast().lastError()).isEqualTo(lastError);
    assertThat(written.results()).isEmpty();
  }

  private SceneCatalog catalog() {
    return samples.catalog("pajottenland");
  }

  private End run(SceneCatalog catalog, NdviRequest request, JobJournal journal)
      throws InterruptedException {
    var observer =
        new FieldObserver(
            samples.rasters(), new Projection(), PixelMask.DEFAULT, Coverage.Rule.AREA, 5000, 4);
    var writer =
        new ResultWriter("http://catalogue", PixelMask.DEFAULT, Coverage.Rule.AREA, "test");
    var limits = new JobLimits(2, Duration.ofMillis(1), Duration.ofHours(1), 4);
    return new JobRunner(
            SpectralIndices.ALL,
            catalog,
            observer,
            writer,
            limits,
            JobListener.NONE,
            Clock.fixed(NOON, ZoneOffset.UTC))
        .run(request, 1, journal);
  }

  private static NdviRequest request(LocalDate date, int maxCloud) {
    NdviRequest planned =
        new JobPlanner(new BackfillPolicy(30, 31, List.of("ndvi"), maxCloud, 7))
            .plan(
                Farms.event(
                    new UUID(1, 2),
                    FarmEvent.Type.REGISTERED,
                    1,
                    NOON,
                    "fields/pajottenland.geojson",
                    "pj-01"))
            .getFirst();
    return new NdviRequest(
        "raster-1",
        planned.externalFarmId(),
        planned.tenant(),
        planned.farmVersion(),
        planned.index(),
        planned.engine(),
        JobType.RASTER_PNG,
        NdviRequest.Reason.MANUAL,
        date,
        date,
        128,
        maxCloud,
        null,
        planned.bbox(),
        planned.geometry(),
        NOON);
  }
}

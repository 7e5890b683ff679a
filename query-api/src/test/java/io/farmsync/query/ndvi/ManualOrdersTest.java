package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.ManualOrders.Outcome;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManualOrdersTest {

  private static final Duration COOL_DOWN = Duration.ofMinutes(15);

  private static final LocalDate DAY = LocalDate.parse("2026-02-14");

  /** Ten seconds before a new period begins. */
  private static final Instant NOW = Instant.parse("2026-03-01T12:14:50Z");

  private final JobsInMemory jobs = new JobsInMemory();
  private final RecordingQueue queue = new RecordingQueue();
  private final ManualOrders orders = new ManualOrders(jobs, queue, COOL_DOWN, COOL_DOWN);

  @Test
  void theFirstOrderBecomesAJob() {
    assertThat(order(SpectralIndex.NDVI, NOW))
        .isInstanceOfSatisfying(
            Outcome.Ordered.class,
            ordered -> assertThat(ordered.jobId()).isEqualTo(queue.requests.getFirst().jobId()));
  }

  @Test
  void whileTheJobIsUnderWayAnOrderReturnsIt() {
    order(SpectralIndex.NDVI, NOW);
    jobs.queued(queue.requests.getFirst());
    assertThat(order(SpectralIndex.NDVI, NOW.plus(Duration.ofMinutes(100))))
        .isEqualTo(new Outcome.UnderWay(queue.requests.getFirst().jobId()));
    assertThat(queue.requests).hasSize(1);
  }

  @Test
  void theCoolDownCountsFromTheOrderEvenIntoTheNextPeriod() {
    order(SpectralIndex.NDVI, NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.SUCCESS, NOW.plusSeconds(5));
    assertThat(order(SpectralIndex.NDVI, NOW.plusSeconds(20)))
        .isEqualTo(new Outcome.TooSoon(Duration.ofSeconds(880)));
    assertThat(order(SpectralIndex.NDVI, NOW.plus(COOL_DOWN))).isInstanceOf(Outcome.Ordered.class);
    assertThat(queue.requests).hasSize(2);
  }

  @Test
  void indicesCoolDownApart() {
    order(SpectralIndex.NDVI, NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.SUCCESS, NOW.plusSeconds(5));
    assertThat(order(SpectralIndex.NDWI, NOW.plusSeconds(6))).isInstanceOf(Outcome.Ordered.class);
  }

  @Test
  void picturesAndRefreshesCoolDownApart() {
    order(SpectralIndex.NDVI, NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.SUCCESS, NOW.plusSeconds(5));
    assertThat(picture(512, NOW.plusSeconds(6))).isInstanceOf(Outcome.Ordered.class);
  }

  @Test
  void thePictureUnderWayIsReturnedForTheSameOrderOnly() {
    picture(512, NOW);
    jobs.queued(queue.requests.getFirst());
    assertThat(picture(512, NOW.plusSeconds(6)))
        .isEqualTo(new Outcome.UnderWay(queue.requests.getFirst().jobId()));
    assertThat(picture(256, NOW.plusSeconds(6)))
        .isEqualTo(new Outcome.TooSoon(COOL_DOWN.minusSeconds(6)));
  }

  @Test
  void aPicturesJobHasItsDayAndItsSize() {
    picture(512, NOW);
    var request = queue.requests.getFirst();
    assertThat(request.jobType()).isEqualTo(JobType.RASTER_PNG);
    assertThat(request.start()).isEqualTo(DAY).isEqualTo(request.end());
    assertThat(request.stepDays()).isEqualTo(512);
    assertThat(request.maxCloud()).isEqualTo(20);
  }

  private Outcome picture(int size, Instant now) {
    var farm = new KnownFarm(Examples.farm(new UUID(1, 2), "tenant-one", 1), 1);
    return orders.raster(
        new Series(farm, SpectralIndex.NDVI, Engine.STAC),
        DAY,
        size,
        20,
        new Origin("request-1", null),
        now);
  }

  private Outcome order(SpectralIndex index, Instant now) {
    var farm = new KnownFarm(Examples.farm(new UUID(1, 2), "tenant-one", 1), 1);
    return orders.refresh(
        new Series(farm, index, Engine.STAC), 14, new Origin("request-1", null), now);
  }
}

package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.ManualRefresh.Outcome;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviJob;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManualRefreshTest {

  private static final Duration COOL_DOWN = Duration.ofMinutes(15);

  /** Ten seconds before a new period begins. */
  private static final Instant NOW = Instant.parse("2026-03-01T12:14:50Z");

  private final JobsInMemory jobs = new JobsInMemory();
  private final RecordingQueue queue = new RecordingQueue();
  private final ManualRefresh refresh = new ManualRefresh(jobs, queue, COOL_DOWN);

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

  private Outcome order(SpectralIndex index, Instant now) {
    var farm = new KnownFarm(Examples.farm(new UUID(1, 2), "tenant-one", 1), 1);
    return refresh.order(
        new Series(farm, index, Engine.STAC), 14, new Origin("request-1", null), now);
  }
}

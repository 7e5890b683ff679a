package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

class WantedWorkTest {

  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  private static final Origin ORIGIN = new Origin("request-1", null);
  private static final Duration COOL_DOWN = Duration.ofMinutes(15);
  private static final Repetition REPETITION =
      new Repetition(COOL_DOWN, Duration.ofHours(24), Duration.ofDays(10), Duration.ofHours(24));
  private static final Series NDVI = series(1, SpectralIndex.NDVI, Engine.STAC);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final JobsInMemory jobs = new JobsInMemory();
  private final RecordingQueue queue = new RecordingQueue();
  private final ConcurrentMap<WantedWork.Look, Instant> looks = new ConcurrentHashMap<>();
  private final WantedWork work = wanted(jobs);

  @Test
  void aGapIsFilledOverTheWholeReachOfTheBucketsButNotBeyondToday() {
    fill("2026-01-01", "2026-02-27", NOW);
    var request = queue.requests.getFirst();
    assertThat(request.start()).isEqualTo("2025-12-27");
    assertThat(request.end()).isEqualTo("2026-03-01");
    assertThat(request.jobType()).isEqualTo(JobType.GAP_FILL);
    assertThat(request.reason()).isEqualTo(NdviRequest.Reason.GAP_FILL);
    assertThat(request.maxCloud()).isEqualTo(100);
    assertThat(request.tenant()).isEqualTo("tenant-one");
    assertThat(request.bbox()).isEqualTo(Examples.BBOX);
  }

  @Test
  void aRangeThatHasNotBegunQueuesNothing() {
    fill("2026-03-10", "2026-03-20", NOW);
    assertThat(queue.requests).isEmpty();
  }

  @Test
  void theSameNeedIsTheSameJobAndARenameDoesNotChangeIt() {
    fill("2026-01-01", "2026-02-01", NOW);
    looks.clear();
    fill("2026-01-01", "2026-02-01", NOW.plusSeconds(5));
    looks.clear();
    fill(series(1, 2, SpectralIndex.NDVI, Engine.STAC), january(), NOW);
    assertThat(queue.requests).extracting(NdviRequest::jobId).hasSize(3).containsOnly(first());
  }

  @Test
  void readsShortlyAfterOneAnotherLookForJobsOnce() {
    fill(NDVI, january(), NOW);
    work.refreshStale(NDVI, 14, ORIGIN, NOW);
    var soon = NOW.plus(WantedWork.LOOK_AGAIN).minusMillis(1);
    fill(NDVI, january(), soon);
    work.refreshStale(NDVI, 14, ORIGIN, soon);
    assertThat(queue.requests).hasSize(2);
    fill(NDVI, january(), NOW.plus(WantedWork.LOOK_AGAIN));
    work.refreshStale(NDVI, 14, ORIGIN, NOW.plus(WantedWork.LOOK_AGAIN));
    assertThat(queue.requests).hasSize(4);
  }

  @Test
  void aRefusedJobIsAskedForByTheNextRead() {
    queue.isFull = true;
    fill(NDVI, january(), NOW);
    queue.isFull = false;
    fill(NDVI, january(), NOW);
    assertThat(queue.requests).hasSize(1);
  }

  @Test
  void anotherBoundaryIndexWindowOrKindIsAnotherJob() {
    fill(NDVI, january(), NOW);
    fill(series(2, SpectralIndex.NDVI, Engine.STAC), january(), NOW);
    fill(series(1, SpectralIndex.NDWI, Engine.STAC), january(), NOW);
    fill("2026-01-02", "2026-02-01", NOW);
    work.refreshStale(NDVI, 14, ORIGIN, NOW);
    assertThat(queue.requests).extracting(NdviRequest::jobId).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void aJobUnderWayIsNotQueuedAgain() {
    fill(NDVI, january(), NOW);
    jobs.queued(queue.requests.getFirst());
    fill(NDVI, january(), NOW.plus(Duration.ofHours(23)));
    assertThat(queue.requests).hasSize(1);
  }

  @Test
  void aJobThatNeverEndedIsQueuedAgainAfterADay() {
    fill(NDVI, january(), NOW);
    jobs.queued(queue.requests.getFirst());
    fill(NDVI, january(), NOW.plus(Duration.ofHours(24)));
    assertThat(queue.requests).hasSize(2);
  }

  @Test
  void aFailedJobIsQueuedAgainAfterItsCoolDown() {
    fill(NDVI, january(), NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.FAILED, NOW);
    fill(NDVI, january(), NOW.plus(COOL_DOWN).minusSeconds(1));
    assertThat(queue.requests).hasSize(1);
    looks.clear();
    fill(NDVI, january(), NOW.plus(COOL_DOWN));
    assertThat(queue.requests).hasSize(2);
  }

  @Test
  void daysLongPastAreLookedAtAgainOnlyAfterADay() {
    fill(NDVI, january(), NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.SUCCESS, NOW);
    fill(NDVI, january(), NOW.plus(COOL_DOWN));
    assertThat(queue.requests).hasSize(1);
    fill(NDVI, january(), NOW.plus(Duration.ofHours(24)));
    assertThat(queue.requests).hasSize(2);
  }

  @Test
  void recentDaysAreLookedAtAgainAfterTheCoolDown() {
    work.refreshStale(NDVI, 14, ORIGIN, NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.SUCCESS, NOW);
    work.refreshStale(NDVI, 14, ORIGIN, NOW.plus(COOL_DOWN));
    assertThat(queue.requests).hasSize(2);
  }

  @Test
  void whatAnotherJobCoversIsNotQueued() {
    fill("2025-06-01", "2026-02-27", NOW);
    jobs.queued(queue.requests.getFirst());
    fill("2026-01-01", "2026-02-01", NOW);
    work.refreshStale(NDVI, 14, ORIGIN, NOW);
    assertThat(queue.requests).hasSize(1);
  }

  @Test
  void aJobOfAnOlderBoundaryCoversNothing() {
    fill(NDVI, january(), NOW);
    jobs.queued(queue.requests.getFirst());
    fill(series(2, SpectralIndex.NDVI, Engine.STAC), january(), NOW);
    assertThat(queue.requests).hasSize(2);
  }

  @Test
  void afterASuccessOnlyTheDaysThatMayStillBeFilledAreQueuedAgain() {
    fill("2026-01-01", "2026-02-27", NOW);
    jobs.ended(queue.requests.getFirst(), NdviJob.Status.SUCCESS, NOW);
    fill("2026-01-01", "2026-02-27", NOW.plus(COOL_DOWN));
    assertThat(queue.requests).hasSize(2);
    var second = queue.requests.getLast();
    // up to 2026-02-12 a bucket's reach ended more than ten days ago
    assertThat(second.start()).isEqualTo("2026-02-14");
    assertThat(second.end()).isEqualTo("2026-03-01");
  }

  @Test
  void anEngineWithoutWorkersGetsNoJob() {
    fill(series(1, SpectralIndex.NDVI, Engine.LANDSAT), january(), NOW);
    assertThat(queue.requests).isEmpty();
  }

  @Test
  void aReadGoesOnWhileTheJobsCannotBeLookedUp() {
    wanted(new JobsAway()).fillGaps(NDVI, january(), january().dates(), ORIGIN, NOW);
    assertThat(queue.requests).isEmpty();
  }

  private WantedWork wanted(Jobs known) {
    return new WantedWork(known, queue, REPETITION, Set.of(Engine.STAC), looks);
  }

  private void fill(String start, String end, Instant now) {
    fill(NDVI, new Buckets(LocalDate.parse(start), LocalDate.parse(end), 7), now);
  }

  /** None of the buckets has a value. */
  private void fill(Series series, Buckets buckets, Instant now) {
    work.fillGaps(series, buckets, buckets.dates(), ORIGIN, now);
  }

  /** A view that is being restored. */
  private static final class JobsAway implements Jobs {

    @Override
    public Optional<NdviJob> byId(String jobId) {
      throw new ViewUnavailable("restoring");
    }

    @Override
    public List<NdviJob> of(Series series) {
      throw new ViewUnavailable("restoring");
    }
  }

  private String first() {
    return queue.requests.getFirst().jobId();
  }

  private static Buckets january() {
    return new Buckets(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"), 7);
  }

  private static Series series(long boundary, SpectralIndex index, Engine engine) {
    return series(boundary, boundary, index, engine);
  }

  private static Series series(long boundary, long version, SpectralIndex index, Engine engine) {
    return new Series(
        new KnownFarm(Examples.farm(FARM, "tenant-one", version), boundary), index, engine);
  }
}

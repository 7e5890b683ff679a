package io.farmsync.ndvi.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.ndvi.plan.Backlog.Added;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviRequest.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
  private static final Backlog.Limits LIMITS =
      new Backlog.Limits(12, 48, Duration.ofHours(25), 1_000_000);

  private final Stored store = new Stored();
  private final Backlog backlog = new Backlog(store, LIMITS);

  @Test
  void tenantWithTenThousandFarmsDelaysTheSingleFarmOfAnotherByAFewJobsOnly() {
    int workers = 8;
    for (int farm = 0; farm < 10_000; farm++) {
      backlog.add(job("large-" + farm, "large", new UUID(1, farm), Reason.DAILY));
    }
    var queue = new ArrayDeque<OpenJob>(backlog.release(NOON));
    var underWay = new ArrayDeque<OpenJob>();
    for (int i = 0; i < workers; i++) {
      underWay.add(queue.remove());
    }
    for (int done = 0; done < 100; done++) {
      workOne(queue, underWay);
    }

    backlog.add(job("single", "small", new UUID(2, 0), Reason.DAILY));
    queue.addAll(backlog.release(NOON));
    int before = 0;
    while (underWay.stream().noneMatch(job -> job.id().equals("single"))) {
      workOne(queue, underWay);
      before++;
    }

    assertThat(before).as("jobs that ended before the single one was begun").isLessThanOrEqualTo(5);
  }

  @Test
  void newcomerWaitsForOneTurnOfEachTenantWhenWorkersHaveAllTheyMay() {
    for (int tenant = 0; tenant < 20; tenant++) {
      for (int farm = 0; farm < 100; farm++) {
        backlog.add(job(tenant + "-" + farm, "t" + tenant, new UUID(tenant, farm), Reason.DAILY));
      }
    }
    var queue = new ArrayDeque<OpenJob>(backlog.release(NOON));
    assertThat(queue).hasSize(LIMITS.atOnce());

    backlog.add(job("single", "newcomer", new UUID(99, 0), Reason.DAILY));
    int before = 0;
    while (queue.stream().noneMatch(job -> job.id().equals("single"))) {
      end(queue.remove());
      queue.addAll(backlog.release(NOON));
      before++;
    }

    assertThat(before).as("one of each of the others, and then it").isLessThanOrEqualTo(21);
  }

  @Test
  void tenantAloneHasAllItsShareAndTheNextGoesWhenOneEnds() {
    for (int i = 0; i < 20; i++) {
      backlog.add(job("job-" + i, "one", new UUID(1, i), Reason.DAILY));
    }

    List<OpenJob> first = backlog.release(NOON);
    assertThat(first).hasSize(LIMITS.perTenant());
    assertThat(backlog.release(NOON)).isEmpty();
    end(first.get(3));
    assertThat(backlog.release(NOON)).extracting(OpenJob::id).containsExactly("job-12");
  }

  @Test
  void manualJobsGoFirstThenTheNewestWindowOfEveryFarmAndScheduledOnesLast() {
    backlog.add(job("daily", "one", new UUID(1, 1), Reason.DAILY));
    backlog.add(window("old", new UUID(1, 2), TODAY.minusDays(400), TODAY.minusDays(31)));
    backlog.add(window("newest", new UUID(1, 3), TODAY.minusDays(30), TODAY));
    backlog.add(job("gap", "one", new UUID(1, 4), Reason.GAP_FILL));
    backlog.add(job("manual", "one", new UUID(1, 5), Reason.MANUAL));

    assertThat(backlog.release(NOON))
        .extracting(OpenJob::id)
        .containsExactly("manual", "newest", "gap", "old", "daily");
  }

  @Test
  void equalJobIsHeldOnceUntilItHasEnded() {
    OpenJob job = job("same", "one", new UUID(1, 1), Reason.GAP_FILL);
    assertThat(backlog.add(job)).isEqualTo(Added.WAITS);
    assertThat(backlog.add(job)).isEqualTo(Added.HELD_ALREADY);
    assertThat(backlog.release(NOON)).hasSize(1);
    assertThat(backlog.add(job)).isEqualTo(Added.HELD_ALREADY);

    end(job);

    assertThat(backlog.add(job)).isEqualTo(Added.WAITS);
  }

  @Test
  void endHeardTwiceOrOfAnEarlierRequestChangesNothing() {
    OpenJob job = job("same", "one", new UUID(1, 1), Reason.GAP_FILL);
    backlog.add(job);
    backlog.release(NOON);

    assertThat(backlog.ended("same", NOON.minusSeconds(60))).isFalse();
    assertThat(backlog.releasedJobs()).isOne();
    assertThat(backlog.ended("same", NOON)).isTrue();
    assertThat(backlog.ended("same", NOON)).isFalse();
    assertThat(backlog.releasedJobs()).isZero();
  }

  @Test
  void jobThatWorkersNeverEndIsGivenUpWhenItsLeaseRunsOut() {
    backlog.add(job("lost", "one", new UUID(1, 1), Reason.DAILY));
    backlog.release(NOON);

    assertThat(backlog.expire(NOON.plus(LIMITS.lease()).minusSeconds(1))).isEmpty();
    assertThat(backlog.expire(NOON.plus(LIMITS.lease())))
        .extracting(OpenJob::id)
        .containsExactly("lost");
    assertThat(store.jobs).isEmpty();
  }

  @Test
  void changedFarmDropsWhatWaitsForItsOldBoundaryAndLeavesWhatWorkersHave() {
    var farm = new UUID(1, 1);
    backlog.add(job("running", "one", farm, Reason.DAILY));
    backlog.release(NOON);
    backlog.add(job("waiting", "one", farm, Reason.DAILY));
    backlog.add(job("other", "one", new UUID(1, 2), Reason.DAILY));

    assertThat(backlog.dropObsolete(farm, true, 1)).isEmpty();
    assertThat(backlog.dropObsolete(farm, true, 2))
        .extracting(OpenJob::id)
        .containsExactly("waiting");
    assertThat(store.jobs).containsOnlyKeys("running", "other");
  }

  @Test
  void retiredFarmDropsAllThatWaits() {
    var farm = new UUID(1, 1);
    backlog.add(job("waiting", "one", farm, Reason.DAILY));

    assertThat(backlog.dropObsolete(farm, false, 1)).hasSize(1);
    assertThat(backlog.release(NOON)).isEmpty();
  }

  @Test
  void orderAndSharesSurviveARestart() {
    for (int i = 0; i < 20; i++) {
      backlog.add(job("job-" + i, "one", new UUID(1, i), Reason.DAILY));
    }
    List<OpenJob> released = backlog.release(NOON);

    var again = new Backlog(store, LIMITS);

    assertThat(again.waitingJobs()).isEqualTo(8);
    assertThat(again.releasedJobs()).isEqualTo(12);
    assertThat(again.release(NOON)).isEmpty();
    again.ended(released.getFirst().id(), NOON);
    assertThat(again.release(NOON)).extracting(OpenJob::id).containsExactly("job-12");
  }

  @Test
  void noneOfTwentyThousandJobsIsLostOrWorkedTwice() {
    int jobs = 20_000;
    for (int i = 0; i < jobs; i++) {
      backlog.add(job("job-" + i, "t" + i % 7, new UUID(1, i), Reason.GAP_FILL));
    }

    var worked = new ArrayList<String>();
    for (List<OpenJob> next = backlog.release(NOON);
        !next.isEmpty();
        next = backlog.release(NOON)) {
      next.forEach(job -> {
        worked.add(job.id());
        end(job);
      });
    }

    assertThat(worked).hasSize(jobs).doesNotHaveDuplicates();
    assertThat(backlog.waitingJobs()).isZero();
  }

  @Test
  void moreThanMayWaitIsRefused() {
    var small = new Backlog(store, new Backlog.Limits(1, 1, Duration.ofHours(1), 2));
    assertThat(small.add(job("a", "one", new UUID(1, 1), Reason.DAILY))).isEqualTo(Added.WAITS);
    assertThat(small.add(job("b", "one", new UUID(1, 2), Reason.DAILY))).isEqualTo(Added.WAITS);
    assertThat(small.add(job("c", "one", new UUID(1, 3), Reason.DAILY))).isEqualTo(Added.REFUSED);
  }

  /** The worker that has been busy longest ends its job, and the first of the queue is begun. */
  private void workOne(ArrayDeque<OpenJob> queue, ArrayDeque<OpenJob> underWay) {
    end(underWay.remove());
    underWay.add(queue.remove());
    queue.addAll(backlog.release(NOON));
  }

  private void end(OpenJob job) {
    assertThat(backlog.ended(job.id(), job.request().requestedAt())).isTrue();
  }

  private static OpenJob job(String id, String tenant, UUID farm, Reason reason) {
    return open(id, tenant, farm, reason, TODAY.minusDays(14), TODAY);
  }

  private static OpenJob window(String id, UUID farm, LocalDate start, LocalDate end) {
    return open(id, "one", farm, Reason.REGISTERED, start, end);
  }

  private static OpenJob open(
      String id, String tenant, UUID farm, Reason reason, LocalDate start, LocalDate end) {
    var somewhere =
        new Bbox(
            new BigDecimal("50.7"),
            new BigDecimal("4.0"),
            new BigDecimal("50.8"),
            new BigDecimal("4.1"));
    var request =
        new NdviRequest(
            id,
            farm,
            tenant,
            1,
            "ndvi",
            "stac",
            JobType.GAP_FILL,
            reason,
            start,
            end,
            7,
            90,
            null,
            somewhere,
            null,
            NOON);
    return new OpenJob(request, null, null, 0, null);
  }

  /** A store in memory. */
  private static final class Stored implements Backlog.Store {
    private final Map<String, OpenJob> jobs = new HashMap<>();

    @Override
    public Optional<OpenJob> get(String id) {
      return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public void put(OpenJob job) {
      jobs.put(job.id(), job);
    }

    @Override
    public void remove(String id) {
      jobs.remove(id);
    }

    @Override
    public void forEach(Consumer<OpenJob> each) {
      jobs.values().forEach(each);
    }
  }
}

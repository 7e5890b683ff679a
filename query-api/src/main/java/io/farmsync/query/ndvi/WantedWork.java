package io.farmsync.query.ndvi;

import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviRequest;
import java.time.Instant;
import java.util.Set;

/**
 * Queues what a read found missing, without holding the read up: at most once per farm boundary,
 * index, engine, window and kind until that job ends, and not before its {@link Repetition} is due.
 */
public final class WantedWork {

  private final Jobs jobs;
  private final WorkQueue queue;
  private final Repetition repetition;
  private final Set<Engine> worked;

  /**
   * @param worked engines that have workers; for others nothing is queued, since no job could ever
   *     succeed
   */
  public WantedWork(Jobs jobs, WorkQueue queue, Repetition repetition, Set<Engine> worked) {
    this.jobs = jobs;
    this.queue = queue;
    this.repetition = repetition;
    this.worked = worked;
  }

  /** Values of these buckets are missing. */
  public void fillGaps(Series series, Buckets buckets, Origin origin, Instant now) {
    var request = WorkRequests.gapFill(series, buckets, now);
    // a range that has not begun has nothing to fill
    if (!request.start().isAfter(request.end())) {
      want(series, request, origin, now);
    }
  }

  /** The newest value is too old. */
  public void refreshStale(Series series, int lookbackDays, Origin origin, Instant now) {
    want(series, WorkRequests.stale(series, lookbackDays, now), origin, now);
  }

  private void want(Series series, NdviRequest request, Origin origin, Instant now) {
    if (worked.contains(series.engine()) && isDue(request, now)) {
      // the read does not wait, and a failure has been counted and logged by the queue
      var _ = queue.submit(request, origin);
    }
  }

  private boolean isDue(NdviRequest request, Instant now) {
    try {
      return jobs.byId(request.jobId()).map(last -> repetition.isDue(last, now)).orElse(true);
    } catch (ViewUnavailable e) {
      return false; // better to queue at the next read than twice
    }
  }
}

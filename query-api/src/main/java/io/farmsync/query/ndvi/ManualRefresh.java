package io.farmsync.query.ndvi;

import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviJob;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Refreshes that callers order: one per farm and index in each cool-down, counted from the last one
 * that was really accepted.
 *
 * <p>The job id is made of farm, index and the number of the cool-down period since 1970, so that
 * two instances asked at once order the same job. A job is looked for in the last periods; one that
 * waits for longer than those may be ordered again.
 */
public final class ManualRefresh {

  private static final int PERIODS = 8;

  private final Jobs jobs;
  private final WorkQueue queue;
  private final Duration coolDown;

  public ManualRefresh(Jobs jobs, WorkQueue queue, Duration coolDown) {
    this.jobs = jobs;
    this.queue = queue;
    this.coolDown = coolDown;
  }

  /** What came of an order. */
  public sealed interface Outcome {

    /**
     * A new job.
     *
     * @param durable done once the job cannot be lost any more
     */
    record Ordered(String jobId, CompletableFuture<Void> durable) implements Outcome {}

    /** The job of an earlier order has not ended yet. */
    record UnderWay(String jobId) implements Outcome {}

    /** The last order is too fresh. */
    record TooSoon(Duration remaining) implements Outcome {}
  }

  /** Orders the values of the last days anew. */
  public Outcome order(Series series, int lookbackDays, Origin origin, Instant now) {
    long period = now.getEpochSecond() / coolDown.toSeconds();
    var last =
        LongStream.range(0, PERIODS)
            .mapToObj(ago -> jobs.byId(WorkRequests.manualJobId(series, period - ago)))
            .flatMap(job -> job.stream())
            .findFirst();
    if (last.isPresent()) {
      NdviJob job = last.get();
      if (!job.status().isFinal()) {
        return new Outcome.UnderWay(job.id());
      }
      Duration remaining = Duration.between(now, job.createdAt().plus(coolDown));
      if (remaining.isPositive()) {
        return new Outcome.TooSoon(remaining);
      }
    }
    var request = WorkRequests.manual(series, lookbackDays, period, now);
    return new Outcome.Ordered(request.jobId(), queue.submit(request, origin));
  }
}

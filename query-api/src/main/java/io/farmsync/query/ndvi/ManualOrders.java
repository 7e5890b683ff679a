package io.farmsync.query.ndvi;

import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Refreshes and pictures that callers order: one of a kind per farm and index in each cool-down,
 * counted from the last one that was really accepted.
 *
 * <p>The job id is made of kind, farm, index and the number of the cool-down period since 1970, so
 * that two instances asked at once order the same job. A job is looked for in the last periods; one
 * that waits for longer than those may be ordered again.
 */
public final class ManualOrders {

  private static final int PERIODS = 8;

  private final Jobs jobs;
  private final WorkQueue queue;
  private final Duration refreshCoolDown;
  private final Duration rasterCoolDown;

  public ManualOrders(
      Jobs jobs, WorkQueue queue, Duration refreshCoolDown, Duration rasterCoolDown) {
    this.jobs = jobs;
    this.queue = queue;
    this.refreshCoolDown = refreshCoolDown;
    this.rasterCoolDown = rasterCoolDown;
  }

  /** What came of an order. */
  public sealed interface Outcome {

    /**
     * A new job.
     *
     * @param durable done once the job cannot be lost any more
     */
    record Ordered(String jobId, CompletableFuture<Void> durable) implements Outcome {}

    /** The job of an earlier order for the same has not ended yet. */
    record UnderWay(String jobId) implements Outcome {}

    /** The last order is too fresh. */
    record TooSoon(Duration remaining) implements Outcome {}
  }

  /** Orders the values of the last days anew. */
  public Outcome refresh(Series series, int lookbackDays, Origin origin, Instant now) {
    long period = now.getEpochSecond() / refreshCoolDown.toSeconds();
    String id = WorkRequests.manualJobId(series, period);
    return order(
        WorkRequests.manual(series, lookbackDays, id, now),
        ago -> WorkRequests.manualJobId(series, period - ago),
        refreshCoolDown,
        false,
        origin,
        now);
  }

  /** Orders a picture. */
  public Outcome raster(
      Series series, LocalDate date, int size, int maxCloud, Origin origin, Instant now) {
    long period = now.getEpochSecond() / rasterCoolDown.toSeconds();
    String id = WorkRequests.rasterJobId(series, period);
    return order(
        WorkRequests.raster(series, date, size, maxCloud, id, now),
        ago -> WorkRequests.rasterJobId(series, period - ago),
        rasterCoolDown,
        true,
        origin,
        now);
  }

  private Outcome order(
      NdviRequest request,
      java.util.function.LongFunction<String> idOfPeriod,
      Duration coolDown,
      boolean differs,
      Origin origin,
      Instant now) {
    var last =
        LongStream.range(0, PERIODS)
            .mapToObj(ago -> jobs.byId(idOfPeriod.apply(ago)))
            .flatMap(job -> job.stream())
            .findFirst();
    if (last.isPresent()) {
      NdviJob job = last.get();
      if (!job.status().isFinal() && (!differs || isSame(job, request))) {
        return new Outcome.UnderWay(job.id());
      }
      Duration remaining = Duration.between(now, job.createdAt().plus(coolDown));
      if (remaining.isPositive()) {
        return new Outcome.TooSoon(remaining);
      }
    }
    return new Outcome.Ordered(request.jobId(), queue.submit(request, origin));
  }

  private static boolean isSame(NdviJob job, NdviRequest request) {
    return job.start().equals(request.start())
        && job.stepDays() == request.stepDays()
        && job.maxCloud() == request.maxCloud()
        && job.engine().equals(request.engine());
  }
}

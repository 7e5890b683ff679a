package io.farmsync.query.ndvi;

import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;

/**
 * Queues what a read found missing, without holding the read up. Nothing is queued for days that a
 * job covers, whoever made it, until that job has ended and its {@link Repetition} is due. So a
 * window is asked for at most once at a time, and days that stay cloudy are not asked for with
 * every read.
 */
public final class WantedWork {

  /** A look goes through all partitions; reads of the same series share it for so long. */
  public static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  private final Jobs jobs;
  private final WorkQueue queue;
  private final Repetition repetition;
  private final Set<Engine> worked;
  private final ConcurrentMap<Look, Instant> looks;

  /** What was looked for: the jobs that bring values for these days. */
  public record Look(
      UUID farm,
      long boundary,
      SpectralIndex index,
      Engine engine,
      LocalDate first,
      LocalDate last,
      int missing) {}

  /**
   * @param worked engines that have workers; for others nothing is queued, since no job could ever
   *     succeed
   * @param looks when jobs were looked for last; bounded by whoever gives it, since one that is
   *     missing only costs another look
   */
  public WantedWork(
      Jobs jobs,
      WorkQueue queue,
      Repetition repetition,
      Set<Engine> worked,
      ConcurrentMap<Look, Instant> looks) {
    this.jobs = jobs;
    this.queue = queue;
    this.repetition = repetition;
    this.worked = worked;
    this.looks = looks;
  }

  /**
   * Asks for the whole range at first, and later only for the part of it that may still be filled.
   *
   * @param missing the buckets without a value, ascending, not empty
   */
  public void fillGaps(
      Series series, Buckets buckets, List<LocalDate> missing, Origin origin, Instant now) {
    if (!worked.contains(series.engine())) {
      return;
    }
    var look = look(series, missing.getFirst(), missing.getLast(), missing.size());
    if (isRecent(look, now)) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    try {
      var known = valueJobs(series);
      var open =
          missing.stream()
              .map(bucket -> buckets.within(bucket, bucket))
              .filter(bucket -> !bucket.earliest().isAfter(today))
              .filter(bucket ->
                  !isWaiting(known, bucket.earliest(), earlier(bucket.latest(), today), now))
              .toList();
      looks.put(look, now);
      if (open.isEmpty()) {
        return;
      }
      boolean first = known.stream().noneMatch(job -> covers(job, buckets, today));
      var wanted = first ? buckets : buckets.within(open.getFirst().start(), open.getLast().end());
      submit(WorkRequests.gapFill(series, wanted, now), origin, look);
    } catch (ViewUnavailable e) {
      // better to queue at the next read than twice
    }
  }

  /** The newest value is too old. */
  public void refreshStale(Series series, int lookbackDays, Origin origin, Instant now) {
    if (!worked.contains(series.engine())) {
      return;
    }
    var request = WorkRequests.stale(series, lookbackDays, now);
    var look = look(series, request.start(), request.end(), 0);
    if (isRecent(look, now)) {
      return;
    }
    try {
      boolean waits = isWaiting(valueJobs(series), request.start(), request.end(), now);
      looks.put(look, now);
      if (!waits) {
        submit(request, origin, look);
      }
    } catch (ViewUnavailable e) {
      // better to queue at the next read than twice
    }
  }

  private static Look look(Series series, LocalDate first, LocalDate last, int missing) {
    var farm = series.farm();
    return new Look(
        farm.id(), farm.boundaryVersion(), series.index(), series.engine(), first, last, missing);
  }

  private boolean isRecent(Look look, Instant now) {
    var before = looks.get(look);
    return before != null && now.isBefore(before.plus(LOOK_AGAIN));
  }

  private void submit(NdviRequest request, Origin origin, Look look) {
    // the read does not wait, and a failure has been counted and logged by the queue
    var _ =
        queue
            .submit(request, origin)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                looks.remove(look); // the next read asks again
              }
            });
  }

  private boolean isWaiting(List<NdviJob> known, LocalDate from, LocalDate to, Instant now) {
    return known.stream().anyMatch(job -> covers(job, from, to) && !repetition.isDue(job, to, now));
  }

  private static boolean covers(NdviJob job, Buckets buckets, LocalDate today) {
    // the range of an earlier day ended earlier
    return covers(job, buckets.earliest(), earlier(buckets.end(), today.minusDays(1)));
  }

  private static boolean covers(NdviJob job, LocalDate from, LocalDate to) {
    return job.jobType() != JobType.RASTER_PNG
        && !job.start().isAfter(from)
        && !job.end().isBefore(to);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  /** A picture's job brings no values. */
  private List<NdviJob> valueJobs(Series series) {
    return jobs.of(series).stream().filter(job -> job.jobType() != JobType.RASTER_PNG).toList();
  }
}

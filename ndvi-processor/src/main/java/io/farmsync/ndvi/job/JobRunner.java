package io.farmsync.ndvi.job;

import io.farmsync.ndvi.job.ImageryJob.Progress;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one job from its request to success or failure. While an upstream cannot be reached the
 * job waits here, its record still taken in Kafka, and readers see it queued with the reason; when
 * the upstream is back it goes on with the days that are open.
 */
public final class JobRunner {
  /** How a job ended. */
  public sealed interface End {
    record Success() implements End {}

    record Failure(JobCode code, String detail) implements End {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final SpectralIndices indices;
  private final SceneCatalog catalog;
  private final FieldObserver observer;
  private final ResultWriter writer;
  private final JobLimits limits;
  private final JobListener listener;
  private final Clock clock;

  public JobRunner(
      SpectralIndices indices,
      SceneCatalog catalog,
      FieldObserver observer,
      ResultWriter writer,
      JobLimits limits,
      JobListener listener,
      Clock clock) {
    this.indices = indices;
    this.catalog = catalog;
    this.observer = observer;
    this.writer = writer;
    this.limits = limits;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Returns when the job has ended and its results are durable.
   *
   * @param delivery how often this request has been taken up, this time included
   * @throws InterruptedException if stopped; the request must then be taken up again
   */
  public End run(NdviRequest request, int delivery, JobJournal journal)
      throws InterruptedException {
    var life = new JobLife(request, delivery, journal, listener);
    boolean raster = request.jobType() == JobType.RASTER_PNG;
    JobWork job =
        raster
            ? new RasterJob(
                request, indices, catalog, observer.painter(), writer, journal, limits, clock)
            : new ImageryJob(request, indices, catalog, observer, writer, journal, limits, clock);
    Instant begin = clock.instant();
    End end = carryOut(job, life, begin);
    switch (end) {
      case End.Success() -> life.succeeded(job.newestValue(), clock.instant());
      case End.Failure(var code, var detail) -> {
        LOG.warn(
            "Job {} of farm {} failed: {}: {}",
            request.jobId(),
            request.externalFarmId(),
            code.wireName(),
            detail);
        if (!raster) { // a picture that is missing says so in its own topic
          journal.write(writer.failed(request, null, code, detail, List.of(), clock.instant()));
        }
        life.failed(code, clock.instant());
      }
    }
    journal.settle();
    listener.finished(request, Duration.between(begin, clock.instant()));
    return end;
  }

  /**
   * For a request that has been taken up too often without an end: readers must not see it running
   * for ever.
   */
  public void abandon(NdviRequest request, int delivery, JobJournal journal) {
    var life = new JobLife(request, delivery, journal, listener);
    life.failed(JobCode.MAX_RETRIES_EXCEEDED, clock.instant());
    journal.settle();
  }

  private End carryOut(JobWork job, JobLife life, Instant begin) throws InterruptedException {
    while (true) {
      life.started(clock.instant());
      switch (job.advance()) {
        case Progress.Finished() -> {
          Optional<JobCode> failure = job.failure();
          return failure.isEmpty()
              ? new End.Success()
              : new End.Failure(failure.get(), "nothing could be read; the results say why");
        }
        case Progress.Impossible(var code, var detail) -> {
          return new End.Failure(code, detail);
        }
        case Progress.Blocked(var failure) -> {
          boolean late =
              Duration.between(begin, clock.instant()).compareTo(limits.giveUpAfter()) > 0;
          if (late) {
            return new End.Failure(
                JobCode.MAX_RETRIES_EXCEEDED, String.valueOf(failure.getMessage()));
          }
          pause(life, failure);
        }
      }
    }
  }

  private void pause(JobLife life, UpstreamFailure failure) throws InterruptedException {
    Duration pause =
        failure
            .retryAt()
            .map(at -> Duration.between(clock.instant(), at))
            .filter(asked -> asked.compareTo(limits.retryDelay()) > 0)
            .orElse(limits.retryDelay());
    LOG.warn("Waiting {} for an upstream: {}", pause, failure.getMessage());
    life.waits(JobCode.UPSTREAM_ERROR);
    listener.waiting(1);
    try {
      Thread.sleep(pause);
    } finally {
      listener.waiting(-1);
    }
  }
}

package io.farmsync.ndvi.job;

import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of one job as readers see them, from its request. */
final class JobLife {
  private final JobJournal journal;
  private final JobListener listener;
  private NdviJob job;

  JobLife(NdviRequest request, int attempts, JobJournal journal, JobListener listener) {
    this.job = NdviJob.queued(request);
    this.journal = journal;
    this.listener = listener;
    this.job = with(Status.QUEUED, null, null, attempts, null);
  }

  void started(Instant now) {
    move(
        with(
            Status.RUNNING,
            job.startedAt() == null ? now : job.startedAt(),
            null,
            job.attempts(),
            job.lastError()));
  }

  /** Back to queued: it will be tried again, and until then the reason shows. */
  void waits(JobCode code) {
    move(with(Status.QUEUED, job.startedAt(), null, job.attempts() + 1, code.wireName()));
  }

  /**
   * @param newestValue day of the newest value that may be shown
   */
  void succeeded(Optional<LocalDate> newestValue, Instant now) {
    move(
        with(Status.SUCCESS, job.startedAt(), now, job.attempts(), null)
            .withNewestValue(newestValue.orElse(null)));
  }

  void failed(JobCode code, Instant now) {
    move(with(Status.FAILED, job.startedAt(), now, job.attempts(), code.wireName()));
  }

  private void move(NdviJob next) {
    job = next;
    journal.write(next);
    listener.moved(next);
  }

  private NdviJob with(
      Status status,
      @Nullable Instant started,
      @Nullable Instant finished,
      int attempts,
      @Nullable String error) {
    return new NdviJob(
        job.id(),
        job.externalFarmId(),
        job.tenant(),
        job.farmVersion(),
        job.index(),
        job.engine(),
        job.jobType(),
        status,
        job.start(),
        job.end(),
        job.stepDays(),
        job.maxCloud(),
        job.lookbackDays(),
        job.createdAt(),
        started,
        finished,
        attempts,
        error);
  }
}

package io.farmsync.query.ndvi.http;

import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviJob;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A job as callers see it. */
record JobView(
    String id,
    JobType jobType,
    NdviJob.Status status,
    LocalDate start,
    LocalDate end,
    int stepDays,
    int maxCloud,
    @Nullable Integer lookbackDays,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int attempts,
    @Nullable String lastError) {

  static JobView of(NdviJob job) {
    return new JobView(
        job.id(),
        job.jobType(),
        job.status(),
        job.start(),
        job.end(),
        job.stepDays(),
        job.maxCloud(),
        job.lookbackDays(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        job.attempts(),
        job.lastError());
  }
}

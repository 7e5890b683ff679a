package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that a test moves on by hand. */
final class JobsInMemory implements Jobs {

  private final Map<String, NdviJob> jobs = new HashMap<>();

  @Override
  public Optional<NdviJob> byId(String jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  @Override
  public List<NdviJob> of(Series series) {
    var farm = series.farm();
    return jobs.values().stream()
        .filter(job -> job.externalFarmId().equals(farm.id()))
        .filter(job -> job.index().equals(series.index().wireName()))
        .filter(job -> job.engine().equals(series.engine().wireName()))
        .filter(job -> job.farmVersion() >= farm.boundaryVersion())
        .toList();
  }

  void queued(NdviRequest request) {
    jobs.put(request.jobId(), NdviJob.queued(request));
  }

  void ended(NdviRequest request, NdviJob.Status status, Instant at) {
    var job = NdviJob.queued(request);
    jobs.put(
        job.id(),
        new NdviJob(
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
            at,
            at,
            1,
            null));
  }
}

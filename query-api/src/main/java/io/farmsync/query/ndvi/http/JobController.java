package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.VisibleFarms;
import io.farmsync.query.ndvi.Jobs;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Jobs of the caller's farms. */
@RestController
@Access(Access.Policy.READ)
class JobController {

  private final Jobs jobs;
  private final VisibleFarms farms;

  JobController(Jobs jobs, VisibleFarms farms) {
    this.jobs = jobs;
    this.farms = farms;
  }

  /** Where a job stands. */
  @GetMapping("/api/v1/ndvi/jobs/{job_id}")
  Envelope<JobView> job(Identity caller, @PathVariable("job_id") String id) {
    return jobs.byId(id)
        .filter(job -> farms.find(caller.tenant(), job.externalFarmId()).isPresent())
        .map(job -> Envelope.ok(JobView.of(job)))
        .orElseThrow(() -> Refusal.notFound("Job not found."));
  }
}

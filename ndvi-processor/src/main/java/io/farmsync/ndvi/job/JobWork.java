package io.farmsync.ndvi.job;

import io.farmsync.ndvi.job.ImageryJob.Progress;
import java.util.Optional;

/** What a job does, one go after the other until nothing is open. */
interface JobWork {
  /** Works what is open; called again after a pause while an upstream is in the way. */
  Progress advance();

  /** Why the job as a whole failed, once it is finished. */
  Optional<JobCode> failure();
}

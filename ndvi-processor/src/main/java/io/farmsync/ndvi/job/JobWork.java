package io.farmsync.ndvi.job;

import io.farmsync.ndvi.job.ImageryJob.Progress;
import java.time.LocalDate;
import java.util.Optional;

/** What a job does, one go after the other until nothing is open. */
interface JobWork {
  /** Works what is open; called again after a pause while an upstream is in the way. */
  Progress advance();

  /** Why the job as a whole failed, once it is finished. */
  Optional<JobCode> failure();

  /** Day of the newest value that may be shown of those written so far. */
  default Optional<LocalDate> newestValue() {
    return Optional.empty();
  }
}

package io.farmsync.ndvi.job;

import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import java.time.Duration;

/** Hears of jobs, for metrics. Called by many threads. */
public interface JobListener {
  JobListener NONE =
      new JobListener() {
        @Override
        public void moved(NdviJob job) {}

        @Override
        public void finished(NdviRequest request, Duration took) {}

        @Override
        public void waiting(int jobs) {}
      };

  /** A job is in another state. */
  void moved(NdviJob job);

  void finished(NdviRequest request, Duration took);

  /** That many more jobs wait for an upstream; negative when they stop waiting. */
  void waiting(int jobs);
}

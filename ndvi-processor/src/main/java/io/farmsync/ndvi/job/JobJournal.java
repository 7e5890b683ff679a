package io.farmsync.ndvi.job;

import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviResult;

/** Where a job's life and its results are written. */
public interface JobJournal {
  /** Hands over a state of the job. States are kept in the order they are handed over. */
  void write(NdviJob job);

  /** Hands over a result. */
  void write(NdviResult result);

  /** Hands over a picture, or why there is none. */
  void write(NdviRaster raster);

  /**
   * Returns once everything handed over is durable.
   *
   * @throws RuntimeException if something is not; the job must then be carried out again
   */
  void settle();
}

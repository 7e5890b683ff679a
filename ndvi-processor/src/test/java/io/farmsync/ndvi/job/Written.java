package io.farmsync.ndvi.job;

import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviResult;
import java.util.ArrayList;
import java.util.List;

/** What a job wrote, in memory. */
final class Written implements JobJournal {
  private final List<NdviJob> jobs = new ArrayList<>();
  private final List<NdviResult> results = new ArrayList<>();
  private final List<NdviRaster> rasters = new ArrayList<>();
  private boolean settled;

  @Override
  public void write(NdviJob job) {
    jobs.add(job);
  }

  @Override
  public void write(NdviResult result) {
    results.add(result);
  }

  @Override
  public void write(NdviRaster raster) {
    rasters.add(raster);
  }

  @Override
  public void settle() {
    settled = true;
  }

  List<NdviJob> jobs() {
    return jobs;
  }

  List<NdviResult> results() {
    return results;
  }

  List<NdviRaster> rasters() {
    return rasters;
  }

  boolean isSettled() {
    return settled;
  }

  List<Status> statuses() {
    return jobs.stream().map(NdviJob::status).toList();
  }

  List<NdviResult.Observed> observed() {
    return results.stream()
        .filter(NdviResult.Observed.class::isInstance)
        .map(NdviResult.Observed.class::cast)
        .toList();
  }
}

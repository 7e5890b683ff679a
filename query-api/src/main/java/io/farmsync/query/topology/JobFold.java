package io.farmsync.query.topology;

import io.farmsync.schemas.NdviJob;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Job states → jobs; the latest record wins, and a tombstone forgets the job. */
final class JobFold implements Fold<NdviJob> {

  private KeyValueStore<String, NdviJob> jobs;

  @NullUnmarked // the store comes with open
  JobFold() {}

  @Override
  public void open(ProcessingContext context) {
    jobs = context.getStateStore(Views.JOBS.store());
  }

  @Override
  public void apply(String key, @Nullable NdviJob job) {
    if (job == null) {
      jobs.delete(key);
    } else if (key.equals(job.id())) {
      jobs.put(key, job);
    } else {
      throw new IllegalArgumentException("a job must be keyed by its id");
    }
  }
}

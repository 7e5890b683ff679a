package io.farmsync.query.topology;

import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Job states → jobs, by id and by series; the latest record wins, and a tombstone forgets the job.
 * The topic drops old jobs without saying so, and so do the stores, after the same time.
 */
final class JobFold implements Fold<NdviJob> {

  static final Duration KEPT =
      Objects.requireNonNull(Topics.NDVI_JOBS.retention(), "jobs do not stay for ever");

  private static final Duration SWEEP = Duration.ofHours(1);

  private KeyValueStore<String, NdviJob> jobs;
  private KeyValueStore<String, NdviJob> jobsOfSeries;

  @NullUnmarked // the stores come with open
  JobFold() {}

  @Override
  public void open(ProcessingContext context) {
    jobs = context.getStateStore(Views.JOBS.store());
    jobsOfSeries = context.getStateStore(Views.JOBS_OF_SERIES.store());
    context.schedule(
        SWEEP, PunctuationType.WALL_CLOCK_TIME, now -> forgetBefore(Instant.ofEpochMilli(now)));
  }

  @Override
  public void apply(String key, @Nullable NdviJob job) {
    if (job == null) {
      forget(key);
    } else if (key.equals(job.id())) {
      jobs.put(key, job);
      jobsOfSeries.put(Views.seriesJobKey(job), job);
    } else {
      throw new IllegalArgumentException("a job must be keyed by its id");
    }
  }

  private void forgetBefore(Instant now) {
    var old = new ArrayList<String>();
    try (var all = jobs.all()) {
      all.forEachRemaining(entry -> {
        if (entry.value.createdAt().isBefore(now.minus(KEPT))) {
          old.add(entry.key);
        }
      });
    }
    old.forEach(this::forget);
  }

  private void forget(String id) {
    NdviJob known = jobs.delete(id);
    if (known != null) {
      jobsOfSeries.delete(Views.seriesJobKey(known));
    }
  }
}

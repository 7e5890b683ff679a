package io.farmsync.query.kafka;

import io.farmsync.query.ndvi.Jobs;
import io.farmsync.query.ndvi.Series;
import io.farmsync.query.topology.Views;
import io.farmsync.schemas.NdviJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Jobs out of their store. */
final class StreamsJobs implements Jobs {

  private final StoreReader stores;

  StreamsJobs(StoreReader stores) {
    this.stores = stores;
  }

  @Override
  public Optional<NdviJob> byId(String jobId) {
    return stores.value(Views.JOBS, StoreReader.partitionOf(Views.JOBS, jobId), jobId);
  }

  @Override
  public List<NdviJob> of(Series series) {
    var farm = series.farm();
    var range = Views.jobsOf(farm.id(), series.index().wireName(), series.engine().wireName());
    var found = new ArrayList<NdviJob>();
    var everywhere = stores.everywhere(Views.JOBS_OF_SERIES, range);
    try {
      everywhere.forEach(jobs -> jobs.forEachRemaining(job -> found.add(job.value)));
    } finally {
      everywhere.forEach(KeyValueIterator::close);
    }
    found.removeIf(job -> job.farmVersion() < farm.boundaryVersion());
    return found;
  }
}

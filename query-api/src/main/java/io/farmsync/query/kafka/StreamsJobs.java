package io.farmsync.query.kafka;

import io.farmsync.query.ndvi.Jobs;
import io.farmsync.query.topology.Views;
import io.farmsync.schemas.NdviJob;
import java.util.Optional;

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
}

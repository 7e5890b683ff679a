package io.farmsync.query.kafka;

import io.farmsync.query.ndvi.Rasters;
import io.farmsync.query.ndvi.Series;
import io.farmsync.query.topology.Views;
import io.farmsync.schemas.NdviRaster;
import java.time.LocalDate;
import java.util.Optional;

/** Rasters out of their store. */
final class StreamsRasters implements Rasters {

  private final StoreReader stores;

  StreamsRasters(StoreReader stores) {
    this.stores = stores;
  }

  @Override
  public Optional<NdviRaster> find(Series series, LocalDate date, int size, int maxCloud) {
    String key =
        NdviRaster.key(
            series.farm().id(),
            date,
            series.index().wireName(),
            series.engine().wireName(),
            size,
            maxCloud);
    return stores
        .value(Views.RASTERS, StoreReader.partitionOf(Views.RASTERS, key), key)
        .filter(raster -> raster.farmVersion() >= series.farm().boundaryVersion());
  }
}

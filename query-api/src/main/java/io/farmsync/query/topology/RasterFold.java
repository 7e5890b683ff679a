package io.farmsync.query.topology;

import io.farmsync.query.ndvi.Rasters;
import io.farmsync.schemas.NdviRaster;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Rasters → rasters, by all that a reader asks by; a tombstone forgets one. */
final class RasterFold implements Fold<NdviRaster> {

  private KeyValueStore<String, NdviRaster> rasters;

  @NullUnmarked // the store comes with open
  RasterFold() {}

  @Override
  public void open(ProcessingContext context) {
    rasters = context.getStateStore(Views.RASTERS.store());
  }

  @Override
  public void apply(String key, @Nullable NdviRaster raster) {
    if (raster == null) {
      rasters.delete(key);
      return;
    }
    if (!key.equals(raster.key())) {
      throw new IllegalArgumentException("a raster must be keyed by " + raster.key());
    }
    NdviRaster known = rasters.get(key);
    rasters.put(key, known == null ? raster : Rasters.newer(known, raster));
  }
}

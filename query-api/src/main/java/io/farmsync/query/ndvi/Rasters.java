package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviRaster;
import java.time.LocalDate;
import java.util.Optional;

/** The rasters view; throws {@link io.farmsync.query.freshness.ViewUnavailable} like the others. */
public interface Rasters {

  /** A picture of the present boundary, or why there is none; empty if nothing is known. */
  Optional<NdviRaster> find(Series series, LocalDate date, int size, int maxCloud);

  /** Of two records under one key, the one of the higher farm version, then the later one. */
  static NdviRaster newer(NdviRaster one, NdviRaster other) {
    if (one.farmVersion() != other.farmVersion()) {
      return one.farmVersion() > other.farmVersion() ? one : other;
    }
    return at(one).isAfter(at(other)) ? one : other;
  }

  private static java.time.Instant at(NdviRaster raster) {
    return switch (raster) {
      case NdviRaster.Rendered rendered -> rendered.renderedAt();
      case NdviRaster.Missing missing -> missing.computedAt();
    };
  }
}

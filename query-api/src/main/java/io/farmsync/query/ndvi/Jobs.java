package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviJob;
import java.util.List;
import java.util.Optional;

/** The jobs view; throws {@link io.farmsync.query.freshness.ViewUnavailable} like the others. */
public interface Jobs {

  Optional<NdviJob> byId(String jobId);

  /** The jobs of the last weeks for a series, within its present boundary; in no order. */
  List<NdviJob> of(Series series);
}

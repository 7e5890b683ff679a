package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviJob;
import java.util.Optional;

/** The jobs view; throws {@link io.farmsync.query.freshness.ViewUnavailable} like the others. */
public interface Jobs {

  Optional<NdviJob> byId(String jobId);
}

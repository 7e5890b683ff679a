package io.farmsync.query.topology;

import java.util.UUID;

/** Is told of every version of a farm once the views have it; on the thread that folds. */
@FunctionalInterface
public interface VersionListener {

  /** Reads see this version from now on. */
  void onVersion(UUID farm, long version);
}

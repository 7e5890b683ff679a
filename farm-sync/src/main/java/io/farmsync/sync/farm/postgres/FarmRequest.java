package io.farmsync.sync.farm.postgres;

import io.farmsync.sync.farm.FarmCommand;
import io.farmsync.sync.farm.FarmHistory.Change;
import io.farmsync.sync.farm.FarmHistory.Once;
import io.farmsync.sync.farm.FarmHistory.Origin;
import org.jspecify.annotations.Nullable;

/** A change with the request it came in. */
record FarmRequest(Change change, Origin origin, @Nullable Once once) {

  FarmCommand command() {
    return change.command();
  }
}

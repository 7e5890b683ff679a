package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmState;
import io.farmsync.sync.farm.Farm;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of table farm.
 *
 * @param sourceUpdatedAt the latest source time that was said of the farm
 */
record FarmRow(FarmState state, @Nullable Instant sourceUpdatedAt, boolean isPurged) {

  UUID id() {
    return state.externalFarmId();
  }

  Farm farm() {
    return isPurged ? new Farm.Purged(state) : Farm.of(state, sourceUpdatedAt);
  }

  static FarmRow of(Farm.Registered farm) {
    return new FarmRow(farm.state(), farm.sourceUpdatedAt(), farm instanceof Farm.Purged);
  }
}

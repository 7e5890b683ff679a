package io.farmsync.sync.farm;

import io.farmsync.schemas.Centroid;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client wants done to one farm. */
public sealed interface FarmCommand {

  UUID farmId();

  Caller caller();

  /**
   * Register the farm, or make it look like this.
   *
   * @param sourceUpdatedAt when the sender's own record changed to this, if it says so; a wish that
   *     is older than one before is rejected
   */
  record SyncFarm(
      UUID farmId,
      Caller caller,
      String externalUserId,
      String name,
      Boundary boundary,
      @Nullable Centroid centroid,
      @Nullable Instant sourceUpdatedAt)
      implements FarmCommand {}

  /** Stop working for the farm; its history stays. */
  record RetireFarm(UUID farmId, Caller caller) implements FarmCommand {}

  /** Work for a retired farm again. */
  record RestoreFarm(UUID farmId, Caller caller) implements FarmCommand {}

  /** Erase all that is told of a retired farm. There is no way back. */
  record PurgeFarm(UUID farmId, Caller caller) implements FarmCommand {}
}

package io.farmsync.sync.farm;

import io.farmsync.schemas.FarmState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A farm as the rules see it. */
public sealed interface Farm {

  /** Nobody registered it yet. */
  record Unregistered() implements Farm {}

  /** Registered, by whatever tenant. */
  sealed interface Registered extends Farm {
    FarmState state();

    /** The latest source time that was said of the farm; null if none ever was. */
    @Nullable Instant sourceUpdatedAt();
  }

  record Active(FarmState state, @Nullable Instant sourceUpdatedAt) implements Registered {}

  record Retired(FarmState state, @Nullable Instant sourceUpdatedAt) implements Registered {}

  /** Erased for good; its id is not given to another farm. */
  record Purged(FarmState state) implements Registered {
    @Override
    public @Nullable Instant sourceUpdatedAt() {
      return null;
    }
  }

  /** The farm that was not purged, whose latest state this is. */
  static Registered of(FarmState state, @Nullable Instant sourceUpdatedAt) {
    return state.isActive()
        ? new Active(state, sourceUpdatedAt)
        : new Retired(state, sourceUpdatedAt);
  }
}

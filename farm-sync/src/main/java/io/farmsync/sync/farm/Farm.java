package io.farmsync.sync.farm;

import io.farmsync.schemas.FarmState;
import org.jspecify.annotations.Nullable;

/** A farm as the rules see it. */
public sealed interface Farm {

  /** Nobody registered it yet. */
  record Unregistered() implements Farm {}

  /** Registered, by whatever tenant. */
  sealed interface Registered extends Farm {
    FarmState state();
  }

  record Active(FarmState state) implements Registered {}

  record Retired(FarmState state) implements Registered {}

  /** The farm whose latest state this is. */
  static Farm of(@Nullable FarmState state) {
    if (state == null) {
      return new Unregistered();
    }
    return state.isActive() ? new Active(state) : new Retired(state);
  }
}

package io.farmsync.sync.farm;

import io.farmsync.schemas.FarmEvent;
import java.util.List;

/** What a command leads to. */
public sealed interface Decision {

  /**
   * @param events at least one, in order
   */
  record Accepted(List<FarmEvent> events) implements Decision {}

  /** The farm already is as wished. */
  record NothingToDo() implements Decision {}

  record Rejected(Rejection reason) implements Decision {}
}

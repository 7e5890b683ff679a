package io.farmsync.query.instances;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What this instance answers to others, out of its own stores only. */
public interface OwnStores {

  /**
   * Answers out of the stores here.
   *
   * @param isCopyEnough whether a copy that is not the serving one may answer
   * @throws io.farmsync.query.freshness.ViewUnavailable if one of the partitions is not here
   * @throws IllegalArgumentException if there is no such store or partition
   */
  Answers answer(String store, boolean isCopyEnough, List<Question> questions);

  /**
   * Waits until this instance has that version of a farm.
   *
   * @return false when the time is over
   * @throws io.farmsync.query.freshness.ViewUnavailable if the farm's events are folded elsewhere
   */
  boolean awaitVersion(UUID farm, long version, Duration wait);
}

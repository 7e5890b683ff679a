package io.farmsync.query.instances;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The other instances. */
public interface Neighbours {

  /**
   * Asks an instance what its stores hold.
   *
   * @param isCopyEnough whether a copy that is not the serving one may answer
   * @throws NeighbourAway if it does not answer in time, or cannot
   */
  Answers ask(
      Address address,
      String store,
      boolean isCopyEnough,
      List<Question> questions,
      Duration deadline);

  /**
   * Waits at the instance that folds a farm's events until it has that version.
   *
   * @return false when the time is over
   * @throws NeighbourAway if it does not answer, or folds that farm no longer
   */
  boolean awaitVersion(Address address, UUID farm, long version, Duration wait);

  /** Another instance did not answer: it died, starts, or has handed the partition on. */
  final class NeighbourAway extends RuntimeException {

    private final boolean isSilent;

    private NeighbourAway(Address address, String reason, boolean isSilent) {
      super(address + ": " + reason, null, false, false);
      this.isSilent = isSilent;
    }

    /** It cannot be reached, or says nothing. */
    public static NeighbourAway silent(Address address, String reason) {
      return new NeighbourAway(address, reason, true);
    }

    /** It lives, but cannot answer this. */
    public static NeighbourAway refusing(Address address, String reason) {
      return new NeighbourAway(address, reason, false);
    }

    /** Whether other questions will find no answer either. */
    public boolean isSilent() {
      return isSilent;
    }
  }
}

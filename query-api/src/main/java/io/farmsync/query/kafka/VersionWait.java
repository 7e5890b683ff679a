package io.farmsync.query.kafka;

import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.instances.Neighbours;
import io.farmsync.query.instances.Neighbours.NeighbourAway;
import io.farmsync.query.instances.OwnStores;
import io.farmsync.query.topology.Views;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Waits for a version of a farm where its events are folded, which may move meanwhile. */
final class VersionWait {

  /** So long at most at one place: the fold that would wake us may have moved away. */
  private static final Duration AT_ONE_PLACE = Duration.ofSeconds(1);

  /** Between two tries while nobody folds the farm. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final OwnStores own;
  private final Owners owners;
  private final Neighbours neighbours;

  VersionWait(OwnStores own, Owners owners, Neighbours neighbours) {
    this.own = own;
    this.owners = owners;
    this.neighbours = neighbours;
  }

  /** Returns false when the time is over. */
  boolean await(UUID farm, long version, Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      var slice = left.compareTo(AT_ONE_PLACE) < 0 ? left : AT_ONE_PLACE;
      if (hasCome(farm, version, slice)) {
        return true;
      }
      if (end - System.nanoTime() <= 0) {
        return false;
      }
    }
  }

  private boolean hasCome(UUID farm, long version, Duration wait) {
    try {
      return own.awaitVersion(farm, version, wait);
    } catch (ViewUnavailable _) {
      return hasComeElsewhere(farm, version, wait);
    }
  }

  private boolean hasComeElsewhere(UUID farm, long version, Duration wait) {
    int partition = StoreReader.partitionOf(Views.FARMS, farm.toString());
    var serving = owners.of(Views.FARMS, partition).serving();
    try {
      if (serving != null) {
        return neighbours.awaitVersion(serving, farm, version, wait);
      }
    } catch (NeighbourAway _) {
      // somebody else will fold it
    }
    LockSupport.parkNanos(Math.min(PAUSE.toNanos(), wait.toNanos()));
    return false;
  }
}

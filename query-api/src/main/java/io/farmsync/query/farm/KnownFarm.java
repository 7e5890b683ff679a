package io.farmsync.query.farm;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A farm after the newest event read of it.
 *
 * @param boundaryVersion the farm version since which the boundary is the present one; what was
 *     computed for an older version belongs to another shape; no version reaches that of a purged
 *     farm
 */
public record KnownFarm(FarmState state, long boundaryVersion) {

  private static final long NEVER = Long.MAX_VALUE;

  /**
   * The farm after one more event. An older event changes nothing; a repeated one gives the same
   * farm again, so that a fold interrupted half way can be repeated. When the first event seen is
   * not the first that happened, the boundary counts as new with it.
   */
  public static KnownFarm evolve(@Nullable KnownFarm known, FarmEvent event) {
    if (known != null && event.version() < known.version()) {
      return known;
    }
    if (event.type() == FarmEvent.Type.PURGED) {
      return new KnownFarm(event.farm(), NEVER);
    }
    if (known == null) {
      return new KnownFarm(event.farm(), event.version());
    }
    return new KnownFarm(
        event.farm(),
        hasSameBoundary(known.state(), event.farm()) ? known.boundaryVersion() : event.version());
  }

  /** A purged farm is remembered, so that results that come late find nothing to belong to. */
  public boolean isPurged() {
    return boundaryVersion == NEVER;
  }

  public UUID id() {
    return state.externalFarmId();
  }

  public long version() {
    return state.version();
  }

  /** Latitude of its centroid; without one, of the middle of its bbox. */
  public double lat() {
    return state.centroid() == null
        ? middle(state.bbox().south(), state.bbox().north())
        : state.centroid().lat().doubleValue();
  }

  /** Longitude, likewise. */
  public double lon() {
    return state.centroid() == null
        ? middle(state.bbox().west(), state.bbox().east())
        : state.centroid().lon().doubleValue();
  }

  private static double middle(BigDecimal one, BigDecimal other) {
    return (one.doubleValue() + other.doubleValue()) / 2;
  }

  /** Retired farms are remembered, for late events, but not shown. */
  public boolean isVisibleTo(String tenant) {
    return state.isActive() && state.tenant().equals(tenant);
  }

  private static boolean hasSameBoundary(FarmState before, FarmState after) {
    return Objects.equals(before.geometry(), after.geometry())
        && isSame(before.bbox(), after.bbox());
  }

  private static boolean isSame(Bbox before, Bbox after) {
    return isSame(before.south(), after.south())
        && isSame(before.west(), after.west())
        && isSame(before.north(), after.north())
        && isSame(before.east(), after.east());
  }

  private static boolean isSame(BigDecimal before, BigDecimal after) {
    return before.compareTo(after) == 0; // 4.30 and 4.3 are the same place
  }
}

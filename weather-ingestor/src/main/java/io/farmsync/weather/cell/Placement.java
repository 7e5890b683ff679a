package io.farmsync.weather.cell;

import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.WeatherCell;
import org.jspecify.annotations.Nullable;

/**
 * Where a farm needs weather.
 *
 * @param cell id of its cell; empty for {@link #NOWHERE}
 * @param active false once it is retired
 * @param version of the farm this follows from
 */
public record Placement(String cell, boolean active, long version) {

  /** A farm that is not there: not yet, or no longer. */
  public static final Placement NOWHERE = new Placement("", false, -1);

  /** The placement of a farm's state, where null is a tombstone. */
  public static Placement of(@Nullable FarmState farm) {
    return farm == null
        ? NOWHERE
        : new Placement(WeatherCell.of(farm).id(), farm.isActive(), farm.version());
  }

  /**
   * What holds after another placement was read: a repeated or overtaken state does not move a farm
   * back. Null is a farm that may be forgotten.
   */
  public @Nullable Placement followedBy(Placement next) {
    if (next.equals(NOWHERE)) {
      return null;
    }
    return next.version >= version ? next : this;
  }
}

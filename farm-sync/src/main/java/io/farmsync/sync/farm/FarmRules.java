package io.farmsync.sync.farm;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Centroid;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Geometry;
import io.farmsync.sync.farm.Farm.Active;
import io.farmsync.sync.farm.Farm.Purged;
import io.farmsync.sync.farm.Farm.Registered;
import io.farmsync.sync.farm.Farm.Retired;
import io.farmsync.sync.farm.Farm.Unregistered;
import io.farmsync.sync.farm.FarmCommand.PurgeFarm;
import io.farmsync.sync.farm.FarmCommand.RestoreFarm;
import io.farmsync.sync.farm.FarmCommand.RetireFarm;
import io.farmsync.sync.farm.FarmCommand.SyncFarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of farms: from a farm and a command to what happens, and from a farm and what happened
 * to the farm after it.
 */
public final class FarmRules {

  private FarmRules() {}

  /** What the command leads to. The first reason to reject it counts. */
  public static Decision decide(
      Farm farm, FarmCommand command, Expectation expectation, Occasion occasion) {
    return rejection(farm, command, expectation)
        .<Decision>map(Decision.Rejected::new)
        .orElseGet(() -> accept(farm, command, occasion));
  }

  /**
   * The farm after the event.
   *
   * @throws IllegalStateException if the event does not follow the farm's version
   */
  public static Farm evolve(Farm farm, FarmEvent event) {
    long expected = farm instanceof Registered known ? known.state().version() + 1 : 1;
    if (event.version() != expected || event.farm().version() != expected) {
      throw new IllegalStateException(
          "farm "
              + event.externalFarmId()
              + ": event version "
              + event.version()
              + " (expected: "
              + expected
              + ")");
    }
    if (event.type() == FarmEvent.Type.PURGED) {
      return new Purged(event.farm());
    }
    return Farm.of(event.farm(), farm instanceof Registered known ? known.sourceUpdatedAt() : null);
  }

  /** The farm after a wish that was not rejected; the latest source time is kept. */
  public static Farm noteSource(Farm farm, FarmCommand command) {
    return farm instanceof Registered known
            && command instanceof SyncFarm wish
            && wish.sourceUpdatedAt() != null
        ? Farm.of(known.state(), wish.sourceUpdatedAt())
        : farm;
  }

  private static Optional<Rejection> rejection(
      Farm farm, FarmCommand command, Expectation expectation) {
    if (farm instanceof Registered known
        && !known.state().tenant().equals(command.caller().tenant())) {
      return Optional.of(Rejection.OTHER_TENANT);
    }
    if (farm instanceof Unregistered && !(command instanceof SyncFarm)) {
      return Optional.of(Rejection.UNKNOWN_FARM);
    }
    if (farm instanceof Purged
        && !(command instanceof RetireFarm || command instanceof PurgeFarm)) {
      return Optional.of(Rejection.PURGED);
    }
    if (!expectation.isMetBy(farm)) {
      return Optional.of(Rejection.OTHER_VERSION);
    }
    if (farm instanceof Active && command instanceof PurgeFarm) {
      return Optional.of(Rejection.STILL_ACTIVE);
    }
    return farm instanceof Registered known && isOutdated(known, command)
        ? Optional.of(Rejection.OUTDATED)
        : Optional.empty();
  }

  private static boolean isOutdated(Registered farm, FarmCommand command) {
    return command instanceof SyncFarm wish
        && wish.sourceUpdatedAt() != null
        && farm.sourceUpdatedAt() != null
        && wish.sourceUpdatedAt().isBefore(farm.sourceUpdatedAt());
  }

  private static Decision accept(Farm farm, FarmCommand command, Occasion occasion) {
    return switch (command) {
      case SyncFarm wish ->
          switch (farm) {
            case Unregistered _ -> register(wish, occasion);
            case Registered known -> change(known.state(), wish, occasion); // retired stays retired
          };
      case RetireFarm _ ->
          switch (farm) {
            case Active(var state, _) -> setActive(state, false, command, occasion);
            case Retired _, Purged _, Unregistered _ -> new Decision.NothingToDo();
          };
      case RestoreFarm _ ->
          switch (farm) {
            case Retired(var state, _) -> setActive(state, true, command, occasion);
            case Active _, Purged _, Unregistered _ -> new Decision.NothingToDo();
          };
      case PurgeFarm _ ->
          switch (farm) {
            case Retired(var state, _) -> purge(state, command, occasion);
            case Active _, Purged _, Unregistered _ -> new Decision.NothingToDo();
          };
    };
  }

  private static Decision register(SyncFarm wish, Occasion occasion) {
    var boundary = wish.boundary();
    var state =
        new FarmState(
            wish.farmId(),
            wish.caller().tenant(),
            wish.caller().clientId(),
            wish.externalUserId(),
            wish.name(),
            occasion.freeSlug().apply(Slug.of(wish.name())),
            boundary.bbox(),
            wish.centroid(),
            boundary.geometry(),
            boundary.areaHa(),
            true,
            1,
            occasion.at(),
            occasion.at());
    return new Decision.Accepted(
        List.of(event(FarmEvent.Type.REGISTERED, state, occasion.eventIds().get())));
  }

  /**
   * One event for each kind of difference, so that a reader of one kind need not look at others.
   */
  private static Decision change(FarmState before, SyncFarm wish, Occasion occasion) {
    var events = new ArrayList<FarmEvent>();
    var now = before;
    var details = Details.of(before);
    if (!wish.name().equals(before.name())) {
      details = details.named(wish.name());
      now = after(now, details, wish, occasion);
      events.add(event(FarmEvent.Type.RENAMED, now, occasion.eventIds().get()));
    }
    if (!details.liesAt(wish.boundary(), wish.centroid())) {
      details = details.lyingAt(wish.boundary(), wish.centroid());
      now = after(now, details, wish, occasion);
      events.add(event(FarmEvent.Type.BOUNDARY_CHANGED, now, occasion.eventIds().get()));
    }
    if (!wish.externalUserId().equals(before.externalUserId())) {
      details = details.ownedBy(wish.externalUserId());
      now = after(now, details, wish, occasion);
      events.add(event(FarmEvent.Type.OWNER_CHANGED, now, occasion.eventIds().get()));
    }
    return events.isEmpty()
        ? new Decision.NothingToDo()
        : new Decision.Accepted(List.copyOf(events));
  }

  private static Decision setActive(
      FarmState before, boolean active, FarmCommand command, Occasion occasion) {
    var state = after(before, Details.of(before).active(active), command, occasion);
    var type = active ? FarmEvent.Type.RESTORED : FarmEvent.Type.RETIRED;
    return new Decision.Accepted(List.of(event(type, state, occasion.eventIds().get())));
  }

  private static Decision purge(FarmState before, FarmCommand command, Occasion occasion) {
    var state = before.purged(command.caller().clientId(), occasion.at());
    return new Decision.Accepted(
        List.of(event(FarmEvent.Type.PURGED, state, occasion.eventIds().get())));
  }

  private static FarmEvent event(FarmEvent.Type type, FarmState state, UUID id) {
    return new FarmEvent(
        id, type, state.externalFarmId(), state.version(), state.updatedAt(), state);
  }

  private static FarmState after(
      FarmState before, Details details, FarmCommand command, Occasion occasion) {
    return new FarmState(
        before.externalFarmId(),
        before.tenant(),
        command.caller().clientId(),
        details.owner(),
        details.name(),
        before.slug(),
        details.bbox(),
        details.centroid(),
        details.geometry(),
        details.areaHa(),
        details.isActive(),
        before.version() + 1,
        before.createdAt(),
        occasion.at());
  }

  /** What commands can change of a farm. */
  private record Details(
      String name,
      String owner,
      Bbox bbox,
      @Nullable Centroid centroid,
      @Nullable Geometry geometry,
      @Nullable Double areaHa,
      boolean isActive) {

    static Details of(FarmState state) {
      return new Details(
          state.name(),
          state.externalUserId(),
          state.bbox(),
          state.centroid(),
          state.geometry(),
          state.areaHa(),
          state.isActive());
    }

    boolean liesAt(Boundary boundary, @Nullable Centroid point) {
      return Objects.equals(centroid, point)
          && bbox.equals(boundary.bbox())
          && Objects.equals(geometry, boundary.geometry());
    }

    Details named(String other) {
      return new Details(other, owner, bbox, centroid, geometry, areaHa, isActive);
    }

    Details lyingAt(Boundary place, @Nullable Centroid point) {
      return new Details(
          name, owner, place.bbox(), point, place.geometry(), place.areaHa(), isActive);
    }

    Details ownedBy(String other) {
      return new Details(name, other, bbox, centroid, geometry, areaHa, isActive);
    }

    Details active(boolean wished) {
      return new Details(name, owner, bbox, centroid, geometry, areaHa, wished);
    }
  }
}

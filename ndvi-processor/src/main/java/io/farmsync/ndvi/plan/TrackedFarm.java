package io.farmsync.ndvi.plan;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.NdviJob;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What planning needs to know of a farm.
 *
 * @param boundarySince the farm version since which the boundary stands
 * @param since when planning first saw the farm, or saw it restored
 * @param swept by schedule, when jobs were last made
 * @param newest by index, the day of the newest value within the present boundary
 */
public record TrackedFarm(
    FarmState farm,
    long boundarySince,
    Instant since,
    Map<String, Instant> swept,
    Map<String, LocalDate> newest) {
  public TrackedFarm {
    swept = Map.copyOf(swept);
    newest = newest == null ? Map.of() : Map.copyOf(newest); // of stores of earlier versions
  }

  /** True for an event that this farm has not seen. */
  static boolean isNews(@Nullable TrackedFarm known, FarmEvent event) {
    return known == null || event.version() > known.farm.version();
  }

  /**
   * The farm after an event; an older or repeated one changes nothing.
   *
   * @param now schedules count from it, not from the event: its own jobs cover what came before
   */
  public static TrackedFarm evolve(@Nullable TrackedFarm known, FarmEvent event, Instant now) {
    if (known == null) {
      return new TrackedFarm(event.farm(), event.version(), now, Map.of(), Map.of());
    }
    if (!isNews(known, event)) {
      return known;
    }
    return switch (event.type()) {
      case REGISTERED, BOUNDARY_CHANGED ->
          new TrackedFarm(event.farm(), event.version(), known.since, known.swept, Map.of());
      case RESTORED ->
          new TrackedFarm(event.farm(), known.boundarySince, now, Map.of(), known.newest);
      case RENAMED, OWNER_CHANGED, RETIRED, PURGED ->
          new TrackedFarm(
              event.farm(), known.boundarySince, known.since, known.swept, known.newest);
    };
  }

  /** Since when a schedule counts. */
  Instant sweptOrSeen(Schedule schedule) {
    return swept.getOrDefault(schedule.name(), since);
  }

  /** The farm after a turn in a schedule. */
  public TrackedFarm swept(Schedule schedule, Instant at) {
    var next = new TreeMap<>(swept);
    next.put(schedule.name(), at);
    return new TrackedFarm(farm, boundarySince, since, next, newest);
  }

  /**
   * The farm after a job that ended; one of an older boundary, or without news, changes nothing.
   */
  public TrackedFarm valued(NdviJob ended) {
    LocalDate day = ended.newestValue();
    LocalDate known = newest.get(ended.index());
    if (day == null
        || ended.farmVersion() < boundarySince
        || (known != null && !day.isAfter(known))) {
      return this;
    }
    var next = new TreeMap<>(newest);
    next.put(ended.index(), day);
    return new TrackedFarm(farm, boundarySince, since, swept, next);
  }
}

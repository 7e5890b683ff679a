package io.farmsync.ndvi.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Which farms' scheduled turns have come. Turns are kept in memory and made anew from the farms at
 * a start: what came while nothing ran comes once, at once. Used by one thread.
 */
public final class Sweep {
  /** A farm's turn in a schedule. */
  public record Turn(Instant due, UUID farm, Schedule schedule) {
    private static final Comparator<Turn> ORDER =
        Comparator.comparing(Turn::due)
            .thenComparing(Turn::farm)
            .thenComparing(turn -> turn.schedule().name());
  }

  private final List<Schedule> schedules;
  private final TreeSet<Turn> turns = new TreeSet<>(Turn.ORDER);
  private final Map<UUID, List<Turn>> ofFarm = new HashMap<>();

  public Sweep(List<Schedule> schedules) {
    this.schedules = List.copyOf(schedules);
  }

  /** Takes a farm's turns from what is now known of it. */
  public void track(TrackedFarm tracked) {
    UUID farm = tracked.farm().externalFarmId();
    List<Turn> before = ofFarm.remove(farm);
    if (before != null) {
      before.forEach(turns::remove);
    }
    if (tracked.farm().isActive()) {
      List<Turn> next =
          schedules.stream()
              .map(schedule ->
                  new Turn(
                      schedule.after(tracked.sweptOrSeen(schedule), tracked.farm()),
                      farm,
                      schedule))
              .toList();
      ofFarm.put(farm, next);
      turns.addAll(next);
    }
  }

  /** Turns that have come, the longest due first; they stay until their farm is tracked anew. */
  public List<Turn> due(Instant now, int most) {
    var due = new ArrayList<Turn>();
    for (Turn turn : turns) {
      if (turn.due().isAfter(now) || due.size() >= most) {
        break;
      }
      due.add(turn);
    }
    return due;
  }
}

package io.farmsync.ndvi.plan;

import java.util.List;

/**
 * What is computed for a farm that is new or has moved.
 *
 * @param days how far back from the event; more fills longer series and costs as many scenes
 * @param firstDays of them, the newest, that are computed before all others; fewer are readable
 *     sooner, but may hold no clear day
 * @param indices names, such as {@code ndvi}
 * @param maxCloud percent over the whole scene; above it a scene is not read, though a field may
 *     lie under a gap
 * @param stepDays told to readers of the job; every acquisition day is computed whatever it is
 */
public record BackfillPolicy(
    int days, int firstDays, List<String> indices, int maxCloud, int stepDays) {
  public BackfillPolicy {
    indices = List.copyOf(indices);
    if (days < 0 || days > 3700) {
      throw new IllegalArgumentException("days: " + days + " (expected: 0 to 3700)");
    }
    if (firstDays < 1 || firstDays > JobPlanner.MOST_DAYS) {
      throw new IllegalArgumentException(
          "firstDays: " + firstDays + " (expected: 1 to " + JobPlanner.MOST_DAYS + ")");
    }
    if (maxCloud < 0 || maxCloud > 100) {
      throw new IllegalArgumentException("maxCloud: " + maxCloud + " (expected: 0 to 100 percent)");
    }
  }
}

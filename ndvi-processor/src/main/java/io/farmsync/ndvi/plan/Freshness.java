package io.farmsync.ndvi.plan;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many active farms have no value of the last days (contract 12.4), by index. Kept in memory
 * and made anew from the farms at a start. Used by one thread.
 */
public final class Freshness {
  private final List<String> indices;
  private final int lookbackDays;
  private final Map<UUID, Map<String, LocalDate>> newest = new HashMap<>();

  /**
   * @param indices that are computed for every farm
   * @param lookbackDays age of a value, in days, beyond which it is stale
   */
  public Freshness(List<String> indices, int lookbackDays) {
    this.indices = List.copyOf(indices);
    this.lookbackDays = lookbackDays;
  }

  /** Takes what is now known of a farm. */
  public void track(TrackedFarm tracked) {
    UUID farm = tracked.farm().externalFarmId();
    if (tracked.farm().isActive()) {
      newest.put(farm, tracked.newest());
    } else {
      newest.remove(farm);
    }
  }

  public List<String> indices() {
    return indices;
  }

  /**
   * @param today in UTC
   */
  public int stale(String index, LocalDate today) {
    LocalDate oldest = today.minusDays(lookbackDays);
    int stale = 0;
    for (Map<String, LocalDate> ofFarm : newest.values()) {
      stale += isBefore(ofFarm.get(index), oldest) ? 1 : 0;
    }
    return stale;
  }

  private static boolean isBefore(@Nullable LocalDate day, LocalDate oldest) {
    return day == null || day.isBefore(oldest);
  }
}

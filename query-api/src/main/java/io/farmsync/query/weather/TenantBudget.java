package io.farmsync.query.weather;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much a tenant may have fetched for places where it has no farm: an allowance that fills up
 * again evenly. In this process only; a restart fills it.
 */
public final class TenantBudget {

  /** Beyond so many tenants those with a full allowance are forgotten, which changes nothing. */
  private static final int REMEMBERED = 10_000;

  /** What was left at an instant. */
  private record Level(double left, Instant at) {}

  private final double count;
  private final Duration period;
  private final Map<String, Level> levels = new HashMap<>();

  /**
   * @param count what may be fetched at once, and in each period
   */
  public TenantBudget(long count, Duration period) {
    this.count = (double) count;
    this.period = period;
  }

  /** Takes one; or says how long to wait for it. */
  public synchronized Optional<Duration> take(String tenant, Instant now) {
    if (levels.size() > REMEMBERED) {
      levels.values().removeIf(level -> left(level, now) >= count);
    }
    double left = left(levels.get(tenant), now);
    if (left < 1) {
      return Optional.of(
          Duration.ofMillis((long) ((1 - left) / count * (double) period.toMillis()) + 1));
    }
    levels.put(tenant, new Level(left - 1, now));
    return Optional.empty();
  }

  private double left(@Nullable Level level, Instant now) {
    if (level == null) {
      return count;
    }
    double passed = (double) Math.max(0, Duration.between(level.at(), now).toMillis());
    return Math.min(count, level.left() + passed / (double) period.toMillis() * count);
  }
}

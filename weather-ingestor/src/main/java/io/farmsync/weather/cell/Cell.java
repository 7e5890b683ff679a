package io.farmsync.weather.cell;

import io.farmsync.schemas.WeatherReport;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One weather cell: how many farms need it, and how each provider stands. Everything that decides
 * what happens next is in here, so that a restart changes nothing.
 *
 * @param latitude of the centre, degrees north
 * @param longitude of the centre, degrees east
 * @param farms active farms in it; 0 if it is kept for a while without need
 * @param leftAt since when nobody needs it; null while somebody does
 */
public record Cell(
    String id,
    double latitude,
    double longitude,
    long farms,
    @Nullable Instant leftAt,
    Map<WeatherReport.Provider, Refresh> refreshes) {

  /**
   * How one provider stands.
   *
   * @param fetchedAt when it last answered; null if never
   * @param failures in a row since
   * @param dueAt when to ask (again); null if nothing is planned
   */
  public record Refresh(@Nullable Instant fetchedAt, int failures, @Nullable Instant dueAt) {
    static final Refresh NEVER = new Refresh(null, 0, null);

    Refresh dueAt(@Nullable Instant instant) {
      return new Refresh(fetchedAt, failures, instant);
    }
  }

  public Cell {
    refreshes = Map.copyOf(refreshes);
  }

  /** A cell of which nothing but its name is known yet; the name tells the centre. */
  public static Cell unknown(String id) {
    int comma = id.indexOf(',');
    return new Cell(
        id,
        Double.parseDouble(id.substring(0, comma)),
        Double.parseDouble(id.substring(comma + 1)),
        0,
        null,
        Map.of());
  }

  boolean needed() {
    return farms > 0;
  }

  /** When each provider last answered, if farms need the cell. */
  public Map<WeatherReport.Provider, Instant> freshness() {
    var known = new EnumMap<WeatherReport.Provider, Instant>(WeatherReport.Provider.class);
    if (needed()) {
      refreshes.forEach((provider, refresh) -> {
        if (refresh.fetchedAt() != null) {
          known.put(provider, refresh.fetchedAt());
        }
      });
    }
    return known;
  }

  Refresh refresh(WeatherReport.Provider provider) {
    return refreshes.getOrDefault(provider, Refresh.NEVER);
  }

  /** The earliest instant at which something is to be done about the cell; empty if nothing is. */
  public Optional<Instant> nextDue(RefreshPlan plan) {
    var planned =
        needed()
            ? refreshes.values().stream().map(Refresh::dueAt)
            : Stream.ofNullable(leftAt).map(at -> at.plus(plan.forgetAfter()));
    return planned.filter(Objects::nonNull).map(Instant.class::cast).min(Instant::compareTo);
  }

  Cell withFarms(long count) {
    return new Cell(id, latitude, longitude, count, count > 0 ? null : leftAt, refreshes);
  }

  Cell leftAt(Instant now) {
    return new Cell(id, latitude, longitude, farms, now, refreshes);
  }

  Cell with(WeatherReport.Provider provider, Refresh refresh) {
    var changed = new EnumMap<WeatherReport.Provider, Refresh>(WeatherReport.Provider.class);
    changed.putAll(refreshes);
    changed.put(provider, refresh);
    return new Cell(id, latitude, longitude, farms, leftAt, changed);
  }
}

package io.farmsync.query.live;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that became true.
 *
 * @param id unique and the same on every instance and at every repetition
 * @param type such as {@code farm.renamed}; the part before the dot is the kind's
 * @param tenant whose it is; null for weather, which belongs to whoever has a farm in the cell
 * @param cell the weather cell it speaks of, or that the farm lies in; null otherwise
 * @param data what readers are told, by name on the wire
 */
public record Change(
    String id,
    Kind kind,
    String type,
    Instant at,
    @Nullable String tenant,
    @Nullable String cell,
    Map<String, Object> data) {

  /** What is told of, in the order that positions count them. */
  public enum Kind {
    FARM,
    OBSERVATION,
    JOB,
    WEATHER;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

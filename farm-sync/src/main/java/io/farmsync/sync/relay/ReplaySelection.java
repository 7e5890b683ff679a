package io.farmsync.sync.relay;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which farm events. What is null does not restrict.
 *
 * @param fromVersion of its farm, inclusive, as {@code toVersion} is
 * @param since when it happened, inclusive
 * @param until exclusive
 * @param fromPosition in the event store, inclusive, as {@code toPosition} is
 */
public record ReplaySelection(
    @Nullable String tenant,
    @Nullable UUID farm,
    @Nullable Long fromVersion,
    @Nullable Long toVersion,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Long fromPosition,
    @Nullable Long toPosition) {

  /** Every farm event there is. */
  public static final ReplaySelection ALL =
      new ReplaySelection(null, null, null, null, null, null, null, null);

  /** In words that are the same for the same selection, for people and for comparing. */
  public String text() {
    String text =
        Stream.of(
                part("tenant", tenant),
                part("farm", farm),
                part("from version", fromVersion),
                part("to version", toVersion),
                part("since", since),
                part("until", until),
                part("from position", fromPosition),
                part("to position", toPosition))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "all events" : text;
  }

  private static String part(String name, @Nullable Object value) {
    return value == null ? "" : name + " " + value;
  }
}

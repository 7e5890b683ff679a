package io.farmsync.sync.deadletter;

import io.farmsync.schemas.DeadLetterDecision;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param at when it was put aside
 * @param stage which part of the platform gave up
 * @param code why, for filters
 * @param reason why, for people
 * @param attempts how often it was tried
 * @param redriven how often the record had been redriven before
 * @param headers the record's own, without those of the dead letter
 * @param value as text; null if the record has none
 * @param decision null while nobody has decided
 */
public record Letter(
    LetterId id,
    Instant at,
    @Nullable String key,
    String stage,
    String code,
    String reason,
    int attempts,
    int redriven,
    Map<String, String> headers,
    @Nullable String value,
    @Nullable DeadLetterDecision decision) {

  public boolean isOpen() {
    return decision == null;
  }
}

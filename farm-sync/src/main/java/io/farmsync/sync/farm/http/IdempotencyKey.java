package io.farmsync.sync.farm.http;

import io.farmsync.platform.envelope.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Header {@code Idempotency-Key}. */
final class IdempotencyKey {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";

  private static final int MAX_LENGTH = 191;

  private IdempotencyKey() {}

  /**
   * The key, if there is one that is not blank.
   *
   * @throws Refusal 400 if it is longer than 191 characters: cut, it could meet another one
   */
  static Optional<String> of(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    String key = header.strip();
    if (key.length() > MAX_LENGTH) {
      throw Refusal.invalid(
          Map.of(HEADER, List.of("Must have at most " + MAX_LENGTH + " characters.")));
    }
    return Optional.of(key);
  }
}

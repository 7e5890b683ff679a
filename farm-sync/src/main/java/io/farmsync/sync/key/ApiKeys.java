package io.farmsync.sync.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All API keys. Every change is told to the other services in its own transaction. */
public interface ApiKeys {

  /** How exactly the last use of a key is known. */
  Duration USE_IS_NOTED = Duration.ofMinutes(5);

  IssuedKey issue(Wish wish, KeyText.Print print);

  /** Keys, newest first. */
  List<IssuedKey> list(int offset, int limit);

  long count();

  /** Ends a key; one that ended before stays as it is. Empty if there is none. */
  Optional<IssuedKey> revoke(UUID id);

  /**
   * Ends a key and issues its successor, both or neither.
   *
   * @param expiresAt of the successor; null keeps that of the old one
   * @return empty if there is no such key, or it was revoked
   */
  Optional<IssuedKey> replace(UUID id, KeyText.Print print, @Nullable Instant expiresAt);

  /** Notes that the key was used, now and then; a note that fails is not made up for. */
  void markUsed(UUID id);

  /** What a key is to be for. */
  record Wish(
      String tenant, String userId, String name, String scope, @Nullable Instant expiresAt) {}
}

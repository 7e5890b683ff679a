package io.farmsync.sync.token;

import io.farmsync.platform.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are signed with, shared by all instances. A key is published when it is
 * made, signs some time later, and stays published until the last token it signed has expired:
 * tokens are good on every service all the time.
 */
public interface SigningKeys {

  /** The key to sign with now: of the active ones the latest whose time has come. */
  PrivateKey current();

  /** Public halves of the active keys, as JSON Web Keys. */
  List<String> published();

  /** All keys there ever were, the newest first. */
  List<KeyRecord> list();

  /** Makes the first key unless there is an active one; instances that start at once make one. */
  void ensureOne(Supplier<NewKey> maker);

  /**
   * Makes a new key if the latest has signed for long enough, and retires keys that signed before
   * it long enough ago.
   *
   * @return how many keys changed
   */
  int rotateIfDue(Supplier<NewKey> maker, Turn turn);

  /** Makes a new key now; it signs once the others have had time to know it. */
  KeyRecord rotate(Supplier<NewKey> maker, Turn turn);

  /**
   * Ends a key at once, and with it every token it signed. If it is the one to sign with, another
   * one is made that signs at once.
   */
  Optional<KeyRecord> revoke(String keyId, Supplier<NewKey> maker);

  /**
   * When keys take turns.
   *
   * @param every how long a key signs
   * @param publishedBefore how long a key is known before it signs
   * @param keptFor how long a key is known after it signed last; at least as long as any token
   */
  record Turn(Duration every, Duration publishedBefore, Duration keptFor) {}

  /**
   * A key to sign with.
   *
   * @param jwk the private key as a JSON Web Key (RFC 7517)
   */
  record PrivateKey(String keyId, Secret jwk, Instant createdAt) {}

  /** A key that was just generated, both halves as JSON Web Keys. */
  record NewKey(String keyId, Secret privateJwk, String publicJwk) {}

  /** What is known of a key besides itself. */
  record KeyRecord(
      String keyId,
      boolean active,
      Instant createdAt,
      Instant signsFrom,
      @Nullable Instant retiredAt) {}
}

package io.farmsync.sync.token;

import io.farmsync.sync.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The keys that tokens are signed with, shared by all instances. */
public interface SigningKeys {

  /** The key to sign with now: the newest that is active. */
  PrivateKey current();

  /** Public halves of the active keys, as JSON Web Keys. */
  List<String> published();

  /** Makes the first key unless there is an active one; instances that start at once make one. */
  void ensureOne(Supplier<NewKey> maker);

  /**
   * A key to sign with.
   *
   * @param jwk the private key as a JSON Web Key (RFC 7517)
   */
  record PrivateKey(String keyId, Secret jwk, Instant createdAt) {}

  /** A key that was just generated, both halves as JSON Web Keys. */
  record NewKey(String keyId, Secret privateJwk, String publicJwk) {}
}

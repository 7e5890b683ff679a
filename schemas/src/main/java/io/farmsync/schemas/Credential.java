package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a service must know to authenticate a caller without asking anyone; value of topic {@code
 * credentials}. Never a secret: keys are hashes, signing keys are public halves.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Credential.Client.class, name = "client"),
  @JsonSubTypes.Type(value = Credential.ApiKey.class, name = "api_key"),
  @JsonSubTypes.Type(value = Credential.SigningKey.class, name = "signing_key")
})
public sealed interface Credential {

  /** The record key. */
  String subject();

  /**
   * An integration client.
   *
   * @param scope read, write or admin; several separated by a space
   */
  record Client(
      String clientId, String name, String tenant, String scope, boolean active, Instant updatedAt)
      implements Credential {
    @Override
    public String subject() {
      return clientId;
    }
  }

  /**
   * An API key.
   *
   * @param lookup the first 12 and the last 4 characters of the key's text
   * @param hash lower-case hex HMAC-SHA256 of the key's text under the server's pepper
   */
  record ApiKey(
      String keyId,
      String tenant,
      String userId,
      String lookup,
      String hash,
      String scope,
      boolean active,
      @Nullable Instant expiresAt,
      Instant updatedAt)
      implements Credential {
    @Override
    public String subject() {
      return "api-key/" + keyId;
    }
  }

  /**
   * The public half of a key that signs tokens.
   *
   * @param jwk the public key as a JSON Web Key (RFC 7517), as JSON text
   * @param active false once the key must not be accepted any more
   */
  record SigningKey(String keyId, String jwk, boolean active, Instant updatedAt)
      implements Credential {
    @Override
    public String subject() {
      return "signing-key/" + keyId;
    }
  }
}

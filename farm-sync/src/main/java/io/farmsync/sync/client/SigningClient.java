package io.farmsync.sync.client;

import io.farmsync.platform.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client with the secrets it signs with.
 *
 * @param previous the secret before the last rotation; counts until the client's {@code
 *     previousExpiresAt}
 */
public record SigningClient(IntegrationClient client, Secret current, @Nullable Secret previous) {

  /** The previous secret while it is accepted. */
  @Nullable Secret previousAt(Instant now) {
    Instant expires = client.previousExpiresAt();
    return expires != null && expires.isAfter(now) ? previous : null;
  }
}

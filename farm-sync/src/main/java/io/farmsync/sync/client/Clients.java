package io.farmsync.sync.client;

import io.farmsync.platform.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All integration clients. Every change is told to the other services in its own transaction. */
public interface Clients {

  /** The client a request names, with its secrets. */
  Optional<SigningClient> signing(String clientId);

  Optional<IntegrationClient> find(UUID id);

  /** Clients by name. */
  List<IntegrationClient> list(int offset, int limit);

  long count();

  Change create(NewClient client);

  /** Adds a client unless its client id is known; an existing one stays as it is. */
  void seed(NewClient client);

  /** Changes what is not null. */
  Change update(UUID id, @Nullable String name, @Nullable Boolean active);

  /**
   * Gives the client a new secret; the one it has now is accepted for the overlap, any older one no
   * more.
   */
  Change rotate(UUID id, Secret secret, Duration overlap);

  /**
   * A client to be.
   *
   * @param tenant null for a tenant of its own, named like the client id
   */
  record NewClient(
      UUID id,
      String name,
      String clientId,
      @Nullable String tenant,
      String scope,
      boolean active,
      boolean requiresApiKey,
      Secret secret) {}

  /** What came of a change. */
  sealed interface Change {
    record Done(IntegrationClient client) implements Change {}

    /** Another client has the name. */
    record NameTaken() implements Change {}

    record Unknown() implements Change {}

    /** An inactive client keeps its secret. */
    record Inactive() implements Change {}
  }
}

package io.farmsync.benchmarks;

import io.farmsync.platform.secret.Secret;
import io.farmsync.sync.client.Clients;
import io.farmsync.sync.client.IntegrationClient;
import io.farmsync.sync.client.SigningClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A single client that nobody changes. */
record OneClient(SigningClient client) implements Clients {

  @Override
  public Optional<SigningClient> signing(String clientId) {
    return Optional.of(client);
  }

  @Override
  public Optional<IntegrationClient> find(UUID id) {
    return Optional.of(client.client());
  }

  @Override
  public List<IntegrationClient> list(int offset, int limit) {
    return List.of(client.client());
  }

  @Override
  public long count() {
    return 1;
  }

  @Override
  public Change create(NewClient wish) {
    throw new UnsupportedOperationException("clients do not change");
  }

  @Override
  public void seed(NewClient wish) {
    throw new UnsupportedOperationException("clients do not change");
  }

  @Override
  public Change update(UUID id, @Nullable String name, @Nullable Boolean active) {
    throw new UnsupportedOperationException("clients do not change");
  }

  @Override
  public Change rotate(UUID id, Secret secret, Duration overlap) {
    throw new UnsupportedOperationException("clients do not change");
  }
}

package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Credentials that let an operator and a first integration in, written to {@code connection.json}.
 */
final class FirstCredentials implements AutoCloseable {

  static final Duration ADMIN_TOKEN_LIFETIME = Duration.ofHours(24);

  private final StandalonePlatform platform;
  private final Path file;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("admin-token-renewal").factory());

  /** A client that must be there. */
  record Wanted(String name, String tenant, String scope) {}

  FirstCredentials(StandalonePlatform platform, Path file) {
    this.platform = platform;
    this.file = file;
  }

  /**
   * Creates the clients that the file does not hold yet, and writes the file. The administrator's
   * token in it is renewed for as long as the platform runs.
   *
   * @param known clients of an earlier start on the same data
   */
  Connection provide(
      List<Wanted> wanted, List<Connection.Client> known, HttpClient http, Clock clock) {
    String token = platform.administrationToken(ADMIN_TOKEN_LIFETIME);
    var administrator = FarmClient.bearing(http, URI.create(platform.baseUrl()), token, clock);
    var clients = new ArrayList<>(known);
    for (Wanted client : wanted) {
      if (known.stream().noneMatch(existing -> existing.name().equals(client.name()))) {
        var created = administrator.createClient(client.name(), client.tenant(), client.scope());
        clients.add(
            new Connection.Client(
                client.name(),
                client.tenant(),
                created.get("client_id").asString(),
                created.get("client_secret").asString(),
                client.scope()));
      }
    }
    var connection = new Connection(platform.baseUrl(), token, clients);
    connection.write(file);
    long half = ADMIN_TOKEN_LIFETIME.toSeconds() / 2;
    var _ =
        renewal.scheduleAtFixedRate(
            () ->
                connection
                    .withAdminToken(platform.administrationToken(ADMIN_TOKEN_LIFETIME))
                    .write(file),
            half,
            half,
            TimeUnit.SECONDS);
    return connection;
  }

  @Override
  public void close() {
    renewal.shutdownNow();
  }
}

package io.farmsync.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How to reach a running platform; the content of {@code connection.json}.
 *
 * @param adminToken Bearer for administration; renewed in the file while the platform runs
 */
public record Connection(String baseUrl, String adminToken, List<Client> clients) {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * One integration client.
   *
   * @param clientSecret standard base64
   */
  public record Client(
      String name, String tenant, String clientId, String clientSecret, String scope) {}

  /** The client of that name. */
  public Optional<Client> client(String name) {
    return clients.stream().filter(client -> client.name().equals(name)).findFirst();
  }

  Connection withAdminToken(String token) {
    return new Connection(baseUrl, token, clients);
  }

  void write(Path file) {
    FarmHome.writePrivately(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  /** The connection in the file, empty if there is no file. */
  public static Optional<Connection> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readString(file), Connection.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}

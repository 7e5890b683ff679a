package io.farmsync.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How to reach broker and event store themselves, for commands that work on them; the content of
 * {@code stores.json}.
 *
 * @param kafka for {@code bootstrap.servers}
 * @param databaseUrl JDBC URL
 */
record Stores(String kafka, String databaseUrl, String username, String password) {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * Those that the variables {@code KAFKA_BOOTSTRAP_SERVERS} and {@code FARM_SYNC_DATABASE_URL},
   * {@code _USER}, {@code _PASSWORD} name, else those of the platform that runs on this folder.
   *
   * @throws FarmException if there are neither
   */
  static Stores of(Map<String, String> environment, FarmHome home) {
    String kafka = environment.get("KAFKA_BOOTSTRAP_SERVERS");
    String url = environment.get("FARM_SYNC_DATABASE_URL");
    if (kafka != null && url != null) {
      return new Stores(
          kafka,
          url,
          environment.getOrDefault("FARM_SYNC_DATABASE_USER", "farm"),
          environment.getOrDefault("FARM_SYNC_DATABASE_PASSWORD", ""));
    }
    try {
      if (home.runningProcess().isPresent() && Files.exists(home.storesFile())) {
        return JSON.readValue(Files.readString(home.storesFile()), Stores.class);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + home.storesFile(), e);
    }
    throw new FarmException(
        "Nothing runs on "
            + home.folder()
            + ". Start it with ./farm up, or name others by KAFKA_BOOTSTRAP_SERVERS and"
            + " FARM_SYNC_DATABASE_URL, _USER, _PASSWORD.");
  }

  void write(Path file) {
    FarmHome.writePrivately(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  @Override
  public String toString() {
    return kafka + ", " + databaseUrl; // the password stays out of logs
  }
}

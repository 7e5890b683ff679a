package io.farmsync.standalone.processes;

import io.farmsync.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** A PostgreSQL server under a process of its own. */
final class DatabasePart {
  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+) *= *'?([^'#]*?)'? *(#.*)?");

  private DatabasePart() {}

  /**
   * Runs until killed. Says how to connect: URL, user and password.
   *
   * @param arguments data folder, folder of the programs, and port; and perhaps {@code
   *     postgresql.conf} and a folder of certificates
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    boolean deployed = arguments.length > 3;
    var settings =
        new EmbeddedPostgres.Settings(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Integer.parseInt(arguments[2]),
            deployed ? parameters(Path.of(arguments[3])) : Map.of(),
            deployed ? Path.of(arguments[4]) : null);
    try (var postgres = EmbeddedPostgres.start(settings)) {
      var database = postgres.createDatabase("farm_sync");
      System.out.println(
          String.join(" ", Part.READY, database.url(), database.username(), database.password()));
      new CountDownLatch(1).await();
    }
  }

  /** Every line but where it listens, which is loopback here. */
  private static Map<String, String> parameters(Path file) throws IOException {
    var parameters = new LinkedHashMap<String, String>();
    for (String line : Files.readAllLines(file)) {
      var parts = PARAMETER.matcher(line.strip());
      if (parts.matches() && !parts.group(1).equals("listen_addresses")) {
        parameters.put(parts.group(1), parts.group(2));
      }
    }
    return parameters;
  }
}

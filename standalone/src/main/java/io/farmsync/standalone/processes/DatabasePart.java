package io.farmsync.standalone.processes;

import io.farmsync.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A PostgreSQL server under a process of its own. */
final class DatabasePart {
  private DatabasePart() {}

  /**
   * Runs until killed. Says how to connect: URL, user and password.
   *
   * @param arguments data folder, folder of the programs, and port
   */
  public static void main(String[] arguments) throws InterruptedException {
    var settings =
        new EmbeddedPostgres.Settings(
            Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    try (var postgres = EmbeddedPostgres.start(settings)) {
      var database = postgres.createDatabase("farm_sync");
      System.out.println(
          String.join(" ", Part.READY, database.url(), database.username(), database.password()));
      new CountDownLatch(1).await();
    }
  }
}

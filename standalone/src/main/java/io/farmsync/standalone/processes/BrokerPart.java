package io.farmsync.standalone.processes;

import io.farmsync.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own. */
final class BrokerPart {
  private BrokerPart() {}

  /**
   * Runs until killed.
   *
   * @param arguments data folder and port
   */
  public static void main(String[] arguments) throws InterruptedException {
    var settings =
        new EmbeddedKafka.Settings(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 0);
    try (var _ = EmbeddedKafka.start(settings)) {
      System.out.println(Part.READY);
      new CountDownLatch(1).await();
    }
  }
}

package io.farmsync.sync.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A relay in a process of its own, to be killed. */
final class RelayProcess {
  private RelayProcess() {}

  /**
   * Starts it.
   *
   * @param heap as in {@code -Xmx}; the process ends when it does not suffice
   */
  static Process start(Map<String, Object> properties, String heap) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RelayProcess.class.getName());
    properties.forEach((name, value) -> command.add(name + "=" + value));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Relays until killed.
   *
   * @param arguments properties as {@code name=value}
   */
  public static void main(String[] arguments) throws InterruptedException {
    var properties = new java.util.HashMap<String, Object>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      properties.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    try (var _ = new RelayWorld.RunningRelay(properties)) {
      new CountDownLatch(1).await();
    }
  }
}

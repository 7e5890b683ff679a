package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The {@code ./farm} command as a process of its own, on free ports, with everything it printed.
 */
final class FarmProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(150);

  private final Process process;
  private final Path home;
  private final Thread reader;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private FarmProcess(Process process, Path home) {
    this.process = process;
    this.home = home;
    this.reader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add));
  }

  static FarmProcess start(Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "io.farmsync.standalone.Farm"));
    Stream.of(arguments).forEach(command::add);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FARM_HOME", home.toString());
    builder.environment().put("FARM_PORT", "0");
    builder.environment().put("FARM_KAFKA_PORT", "0");
    builder.environment().put("FARM_POSTGRES_PORT", "0");
    builder.environment().putAll(environment);
    return new FarmProcess(builder.start(), home);
  }

  /**
   * Returns when a line contains the text; fails with all that was printed when the process ends
   * before.
   */
  FarmProcess awaitLine(String text) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> !process.isAlive() || lines.stream().anyMatch(line -> line.contains(text)));
    if (lines.stream().noneMatch(line -> line.contains(text))) {
      throw new AssertionError("the process ended without printing \"" + text + "\":\n" + output());
    }
    return this;
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the process did not end:\n" + output());
    }
    reader.join(LIMIT);
    return process.exitValue();
  }

  String output() {
    return String.join("\n", lines);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  Connection connection() {
    return Connection.read(home.resolve("connection.json")).orElseThrow();
  }

  FarmClient client(String name) {
    var connection = connection();
    var client = connection.client(name).orElseThrow();
    return FarmClient.signing(
        http,
        URI.create(connection.baseUrl()),
        client.clientId(),
        client.clientSecret(),
        Clock.systemUTC());
  }

  /** The address after a word in the output, such as Kafka's. */
  String printed(String word) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Asks the process to stop, as Ctrl-C and {@code ./farm down} do. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the process did not stop when asked:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the process stopped", e);
    }
  }
}

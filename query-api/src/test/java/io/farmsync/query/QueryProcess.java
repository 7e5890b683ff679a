package io.farmsync.query;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One instance of the query API in a process of its own; it keeps its folder between starts. */
final class QueryProcess implements AutoCloseable {

  static final String SECRET = "a secret that only the instances of this test know";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final Path folder;
  private final String bootstrap;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process process;

  private QueryProcess(String name, Path folder, String bootstrap, int port) {
    this.name = name;
    this.folder = folder;
    this.bootstrap = bootstrap;
    this.port = port;
  }

  /** Not started yet. */
  static QueryProcess of(String name, Path folder, String bootstrap) throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    return new QueryProcess(name, folder, bootstrap, port);
  }

  int port() {
    return port;
  }

  String name() {
    return name;
  }

  /** Ready, with at least so many tasks that it serves, and copies of others. */
  void awaitReady(int serving, int copies) {
    await(name + " is ready")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          if (!running().isAlive()) {
            throw new IllegalStateException(name + " ended: " + output());
          }
          var views = ready().path("data").path("components").path("views");
          return views.path("serving").asInt(-1) >= serving
              && views.path("copies").asInt(-1) >= copies;
        });
  }

  /** It answers at all. */
  void awaitListening() {
    await(name + " listens").atMost(Duration.ofSeconds(90)).until(() -> !ready().isEmpty());
  }

  /** What its readiness says; an empty object while it does not answer. */
  JsonNode ready() {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/readyz"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException _) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** kill -9. */
  void kill() {
    running().destroyForcibly().onExit().join();
  }

  /** As an operator would: it says goodbye. */
  void stop() throws InterruptedException {
    running().destroy();
    if (!running().waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " did not stop: " + output());
    }
  }

  /** Returns at once; {@link #awaitReady} waits. Again with what its folder holds. */
  void start() throws IOException {
    process = launch(name, folder, bootstrap, port);
  }

  String output() {
    try {
      return Files.readString(folder.resolve(name + ".out"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    http.close();
  }

  private Process running() {
    return Objects.requireNonNull(process, name + " has not been started");
  }

  private static Process launch(String name, Path folder, String bootstrap, int port)
      throws IOException {
    var output = folder.resolve(name + ".out").toFile();
    var builder =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    QueryApiApplication.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    builder
        .environment()
        .putAll(
            Map.of(
                "PORT",
                Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrap,
                "KAFKA_REPLICATION",
                "1",
                "KAFKA_STATE_FOLDER",
                folder.resolve("state-of-" + name).toString(),
                "QUERY_INSTANCE_ADDRESS",
                "localhost:" + port,
                "QUERY_INSTANCE_SECRET",
                SECRET,
                "THROTTLE_USER_RATE",
                "1000000/min",
                "THROTTLE_ANON_RATE",
                "1000000/min"));
    return builder.start();
  }
}

package io.farmsync.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Prometheus with the settings of {@code ops/prometheus}, scraping one platform. */
final class PrometheusProcess implements AutoCloseable {

  private static final Path OPS = Path.of("..", "ops", "prometheus").toAbsolutePath().normalize();

  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private PrometheusProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
  }

  /**
   * Every job scrapes the same platform, each under an address of its own, once a second.
   *
   * @param port of the platform
   */
  static PrometheusProcess start(Path folder, int port) throws IOException {
    Map<String, Object> settings;
    try (var text = Files.newBufferedReader(OPS.resolve("prometheus.yml"))) {
      settings = new Yaml().load(text);
    }
    settings.put("global", Map.of("scrape_interval", "1s", "evaluation_interval", "1s"));
    settings.put("rule_files", List.of(OPS.resolve("rules").resolve("*.yml").toString()));
    int host = 1;
    for (var job : jobs(settings)) {
      job.put(
          "static_configs", List.of(Map.of("targets", List.of("127.0.0." + host++ + ":" + port))));
    }
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, new Yaml().dump(settings));
    int own = freePort();
    var process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + own,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusProcess(process, URI.create("http://127.0.0.1:" + own));
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @SuppressWarnings("unchecked") // Prometheus checks the shape
  private static List<Map<String, Object>> jobs(Map<String, Object> settings) {
    return (List<Map<String, Object>>) settings.getOrDefault("scrape_configs", List.of());
  }

  /** The result of an expression at this moment: a list of labels and values. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    var answer =
        JsonMapper.shared()
            .readTree(
                http.send(
                        HttpRequest.newBuilder(address.resolve("/api/v1/query"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(
                                BodyPublishers.ofString(
                                    "query=" + URLEncoder.encode(expression, UTF_8)))
                            .build(),
                        BodyHandlers.ofString())
                    .body());
    assertThat(answer.path("status").asString(""))
        .as(expression + ": " + answer)
        .isEqualTo("success");
    return answer.at("/data/result");
  }

  /** Whether the expression has a value that is a number. */
  boolean hasData(String expression) throws IOException, InterruptedException {
    return query(expression)
        .valueStream()
        .anyMatch(each -> !each.at("/value/1").asString("NaN").equals("NaN"));
  }

  /** The data of a route of its API. */
  JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address.resolve(path)).build();
    return JsonMapper.shared()
        .readTree(http.send(request, BodyHandlers.ofString()).body())
        .path("data");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.farmsync.benchmarks;

import io.farmsync.samples.SampleData;
import io.farmsync.standalone.Connection;
import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.client.GeoJsonBounds;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "post-to-readable",
    description = {
      "Posts farms one after another to a demo of its own and waits for each until a reader gets its NDVI and weather.",
      "Sample upstreams are warm: the demo's own farms lie at the same places."
    },
    mixinStandardHelpOptions = true)
final class PostToReadable implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(2);

  @Option(names = "--farm", description = "the ./farm script", defaultValue = "./farm")
  private Path farm = Path.of("./farm");

  @Option(names = "--farms", description = "how many farms", defaultValue = "50")
  private int farms;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var unthrottled =
        Map.of("THROTTLE_USER_RATE", "10000000/min", "API_KEY_THROTTLE_RATE", "10000000/min");
    try (var demo = DemoProcess.start(farm.toAbsolutePath(), List.of(), unthrottled)) {
      out.println("Starting a demo …");
      if (!demo.readUntil("It stays up", line -> {})) {
        out.println("The demo ended early; run ./farm demo to see why.");
        return 1;
      }
      var client = client(Connection.read(demo.connectionFile()).orElseThrow());
      var ndvi = new Histogram(3);
      var weather = new Histogram(3);
      var both = new Histogram(3);
      var fields = new SampleData().json("fields/pajottenland.geojson").get("features");
      for (int i = 0; i < farms; i++) {
        measure(client, fields.get(i % fields.size()), ndvi, weather, both);
      }
      out.printf("%d farms, milliseconds from POST to readable%n", farms);
      print("NDVI", ndvi);
      print("weather", weather);
      print("both", both);
      return 0;
    }
  }

  private static void measure(
      FarmClient client, JsonNode field, Histogram ndvi, Histogram weather, Histogram both)
      throws TimeoutException {
    String path = "/api/v1/farms/" + UUID.randomUUID();
    long start = System.nanoTime();
    var answer =
        client.post(
            "/api/v1/farms/sync", payload(path.substring(path.lastIndexOf('/') + 1), field));
    if (answer.status() != 200) {
      throw new IllegalStateException("not accepted: " + answer.problem());
    }
    boolean ndviThere = false;
    boolean weatherThere = false;
    while (!ndviThere || !weatherThere) {
      if (!ndviThere && client.get(path + "/ndvi/latest/").data().path("observation").isObject()) {
        ndviThere = true;
        ndvi.recordValue(System.nanoTime() - start);
      }
      if (!weatherThere
          && client.get(path + "/weather/current/").data().path("temperature_c").isNumber()) {
        weatherThere = true;
        weather.recordValue(System.nanoTime() - start);
      }
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new TimeoutException(path + " has no values after " + LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    both.recordValue(System.nanoTime() - start);
  }

  static Map<String, Object> payload(String id, JsonNode field) {
    return Map.of(
        "external_farm_id",
        id,
        "external_user_id",
        "benchmark",
        "name",
        "Benchmark " + field.get("id").asString(),
        "bbox",
        GeoJsonBounds.of(field.get("geometry")),
        "geometry",
        field.get("geometry"));
  }

  static FarmClient client(Connection connection) {
    var writer = connection.client("nextcloud").orElseThrow();
    return FarmClient.signing(
        HttpClient.newHttpClient(),
        URI.create(connection.baseUrl()),
        writer.clientId(),
        writer.clientSecret(),
        Clock.systemUTC());
  }

  private void print(String what, Histogram times) {
    spec.commandLine()
        .getOut()
        .printf(
            "  %-8s p50 %6.0f   p95 %6.0f   max %6.0f%n",
            what,
            times.getValueAtPercentile(50) / 1e6,
            times.getValueAtPercentile(95) / 1e6,
            times.getMaxValue() / 1e6);
  }
}

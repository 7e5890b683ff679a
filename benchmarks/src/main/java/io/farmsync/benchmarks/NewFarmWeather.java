package io.farmsync.benchmarks;

import io.farmsync.standalone.Connection;
import io.farmsync.standalone.client.FarmClient;
import java.nio.file.Path;
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

@Command(
    name = "new-farm-weather",
    description = {
      "Posts two farms to each of many cells that nobody needed before, in a demo of its own with a provider of 50 ms, and",
      "waits until a reader gets the weather of each: the first finds its cell cold, the second warm."
    },
    mixinStandardHelpOptions = true)
final class NewFarmWeather implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  @Option(names = "--farm", description = "the ./farm script", defaultValue = "./farm")
  private Path farm = Path.of("./farm");

  @Option(names = "--cells", description = "how many", defaultValue = "50")
  private int cells;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var provider = ForecastStub.start()) {
      var environment =
          Map.of(
              "OPEN_METEO_BASE_URL", provider.uri().toString(),
              "THROTTLE_USER_RATE", "10000000/min",
              "API_KEY_THROTTLE_RATE", "10000000/min");
      try (var demo = DemoProcess.start(farm.toAbsolutePath(), List.of(), environment)) {
        out.println("Starting a demo …");
        if (!demo.readUntil("It stays up", line -> {})) {
          out.println("The demo ended early; run ./farm demo to see why.");
          return 1;
        }
        var client = PostToReadable.client(Connection.read(demo.connectionFile()).orElseThrow());
        measure(client, cells); // not in the demo's cells, so it warms nothing but the processes
        var cold = new Histogram(3);
        var warm = new Histogram(3);
        for (int cell = 0; cell < cells; cell++) {
          cold.recordValue(measure(client, cell));
          warm.recordValue(measure(client, cell));
        }
        out.printf("%d cells, milliseconds from POST to readable weather%n", cells);
        print("warm cell", warm, "goal p95 200");
        print("cold cell", cold, "goal 50 of the provider + 300");
      }
    }
    return 0;
  }

  private static long measure(FarmClient client, int cell) throws TimeoutException {
    var id = UUID.randomUUID();
    long start = System.nanoTime();
    var answer = client.post("/api/v1/farms/sync", payload(id, cell));
    if (answer.status() != 200) {
      throw new IllegalStateException("not accepted: " + answer.problem());
    }
    String path = "/api/v1/farms/" + id + "/weather/current/";
    while (!client.get(path).data().path("temperature_c").isNumber()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new TimeoutException(path + " has no values after " + LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return System.nanoTime() - start;
  }

  private static Map<String, Object> payload(UUID id, int cell) {
    double south = WeatherWorld.latitude(cell) - 0.01;
    double west = WeatherWorld.longitude(cell) - 0.01;
    return Map.of(
        "external_farm_id",
        id.toString(),
        "external_user_id",
        "benchmark",
        "name",
        "Benchmark " + cell,
        "bbox",
        Map.of(
            "south",
            rounded(south),
            "west",
            rounded(west),
            "north",
            rounded(south + 0.02),
            "east",
            rounded(west + 0.02)));
  }

  /** Five decimals, as farm-sync takes them. */
  private static double rounded(double degrees) {
    return Math.round(degrees * 1e5) / 1e5;
  }

  private void print(String what, Histogram times, String goal) {
    spec.commandLine()
        .getOut()
        .printf(
            "  %s  p50 %.0f   p95 %.0f   max %.0f  (%s)%n",
            what,
            times.getValueAtPercentile(50) / 1e6,
            times.getValueAtPercentile(95) / 1e6,
            times.getMaxValue() / 1e6,
            goal);
  }
}

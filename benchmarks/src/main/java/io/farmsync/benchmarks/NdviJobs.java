package io.farmsync.benchmarks;

import io.farmsync.benchmarks.JobStages.Stage;
import io.farmsync.samples.SampleData;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.standalone.Connection;
import io.farmsync.standalone.client.FarmClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "ndvi-jobs",
    description = {
      "Posts farms one after another to a platform whose archive answers late, and waits for each until a reader gets its NDVI.",
      "The archive's scenes are moved to the last weeks, as a real archive has them."
    },
    mixinStandardHelpOptions = true)
final class NdviJobs implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(2);
  private static final long GOAL_MILLIS = 500;
  private static final LocalDate NEWEST_SCENE = LocalDate.of(2019, 11, 22);

  @Option(names = "--farm", description = "the ./farm script", defaultValue = "./farm")
  private Path farm = Path.of("./farm");

  @Option(names = "--farms", description = "how many are measured", defaultValue = "50")
  private int farms;

  @Option(
      names = "--warm-up",
      description = "farms before them that are not counted",
      defaultValue = "10")
  private int warmUp;

  @Option(
      names = "--latency",
      description = "milliseconds before each answer of the archive",
      defaultValue = "50")
  private int latency;

  @Option(
      names = "--stages",
      description = "also print where the time goes, by records' timestamps")
  private boolean printsStages;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var archive = archive();
        var platform = DemoProcess.up(farm.toAbsolutePath(), settings(archive))) {
      out.println("Starting the platform …");
      if (!platform.readUntil("Stop with Ctrl-C", line -> {})) {
        out.println("The platform ended early; run ./farm up to see why.");
        return 1;
      }
      var client = PostToReadable.client(Connection.read(platform.connectionFile()).orElseThrow());
      var fields = new SampleData().json("fields/pajottenland.geojson").get("features");
      var times = new Histogram(3);
      for (int i = 0; i < warmUp; i++) {
        measure(client, fields.get(i % fields.size()), null);
      }
      try (var stages = printsStages ? new JobStages(platform.bootstrapServers()) : null) {
        for (int i = warmUp; i < warmUp + farms; i++) {
          times.recordValue(measure(client, fields.get(i % fields.size()), stages));
        }
        if (stages != null) {
          print(stages);
        }
      }
      double p95 = times.getValueAtPercentile(95) / 1e6;
      out.printf(
          "request accepted to NDVI readable, %d farms, upstreams %d ms late: p50 %.0f ms, p95 %.0f ms, max %.0f ms; goal p95 <= %d ms: %s%n",
          farms,
          latency,
          times.getValueAtPercentile(50) / 1e6,
          p95,
          times.getMaxValue() / 1e6,
          GOAL_MILLIS,
          p95 <= GOAL_MILLIS ? "met" : "missed");
      return 0;
    }
  }

  private SampleUpstreams archive() throws IOException {
    long days = ChronoUnit.DAYS.between(NEWEST_SCENE, LocalDate.now(ZoneOffset.UTC)) - 1;
    return SampleUpstreams.builder()
        .alterItems(item -> moved(item, days))
        .start()
        .latency(Duration.ofMillis(latency));
  }

  private static ObjectNode moved(ObjectNode item, long days) {
    if (item.path("properties") instanceof ObjectNode properties) {
      var acquired = OffsetDateTime.parse(properties.path("datetime").stringValue(""));
      properties.put("datetime", acquired.plusDays(days).toInstant().toString());
    }
    return item;
  }

  private static Map<String, String> settings(SampleUpstreams archive) {
    return Map.of(
        "NDVI_STAC_API_URL", archive.stacUrl().toString(),
        "NDVI_ASSET_HOSTS", archive.filesUrl().getAuthority(),
        "OPEN_METEO_BASE_URL", archive.openMeteoUrl().toString(),
        "NASA_POWER_BASE_URL", archive.nasaPowerUrl().toString(),
        "THROTTLE_USER_RATE", "10000000/min",
        "API_KEY_THROTTLE_RATE", "10000000/min");
  }

  private void print(JobStages stages) {
    Stage before = Stage.ACCEPTED;
    for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.ACCEPTED))) {
      List<Long> waits = stages.waits(before, stage);
      before = stage;
      if (!waits.isEmpty()) {
        spec.commandLine()
            .getOut()
            .printf(
                "  to %-10s p50 %4d ms, p95 %4d ms (%d farms)%n",
                stage.name().toLowerCase(Locale.ROOT),
                waits.get(waits.size() / 2),
                waits.get(waits.size() * 95 / 100),
                waits.size());
      }
    }
  }

  private static long measure(FarmClient client, JsonNode field, @Nullable JobStages stages)
      throws TimeoutException {
    String id = UUID.randomUUID().toString();
    var answer = client.post("/api/v1/farms/sync", PostToReadable.payload(id, field));
    if (answer.status() != 200) {
      throw new IllegalStateException("not accepted: " + answer.problem());
    }
    long accepted = System.nanoTime();
    long acceptedAt = System.currentTimeMillis();
    while (!client
        .get("/api/v1/farms/" + id + "/ndvi/observations/?page_size=1")
        .data()
        .path("results")
        .path(0)
        .isObject()) {
      if (System.nanoTime() - accepted > LIMIT.toNanos()) {
        throw new TimeoutException(id + " has no NDVI after " + LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    long took = System.nanoTime() - accepted;
    if (stages != null) {
      stages.saw(id, Stage.ACCEPTED, acceptedAt);
      stages.saw(id, Stage.READABLE, acceptedAt + took / 1_000_000);
    }
    return took;
  }
}

package io.farmsync.benchmarks;

import io.farmsync.samples.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "ndvi",
    description = "The imagery engine beside rasterio: same files, same fields, one pinned core.",
    mixinStandardHelpOptions = true)
final class NdviBenchmark implements Callable<Integer> {
  private static final String PYTHON = "/usr/bin/python3";
  private static final Path SCRIPTS = Path.of("benchmarks/imagery");
  private static final Path WORK = Path.of("benchmarks/target");
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final double CLOSE = 1e-9;

  /** Of means that are called equally accurate. */
  private static final double EQUAL = 1e-6;

  /** The other side's ways to exact shares: boundary pixels clipped by shapely, and numpy. */
  private static final List<String> EXACT = List.of("shapely", "numpy");

  @Option(names = "--core", defaultValue = "1", description = "the core both sides are pinned to")
  private int core = 1;

  @Option(names = "--farms", defaultValue = "2000", description = "of the batch")
  private int farms = 2000;

  @Option(names = "--rounds", defaultValue = "3", description = "medians are over so many")
  private int rounds = 3;

  @Option(
      names = "--block",
      defaultValue = "1024",
      description = "pixels a side of the scene's blocks; archives have 512 or 1024")
  private int block = 1024;

  @Option(names = "--memory", description = "also 100,000 jobs in 512 MiB (some minutes)")
  private boolean memory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (run(List.of(PYTHON, "-c", "import rasterio, shapely")).exit() != 0) {
      System.err.println(
          "Debian's rasterio or shapely is missing. Install them:"
              + " apt-get install python3-rasterio gdal-bin python3-shapely");
      return 1;
    }
    Path scene = WORK.resolve("scene-" + block);
    Path fields = WORK.resolve("farms.geojson");
    prepare(scene, fields);

    compare(
        "one farm opened anew, centre rule", "anew", "centre", "centre", scene, fields, 60, 2.5);
    List<JsonNode> anew = theirs(1, "anew", scene.toString(), fields, 60);
    JsonNode exact = rule(ours(1, "anew", scene.toString(), fields, 60), "area");
    for (String theirRule : EXACT) {
      equal(exact, rule(anew, theirRule));
      print("one farm opened anew, exact / " + theirRule, exact, rule(anew, theirRule), 2.5);
    }
    print(
        "one farm opened anew, two cores, both sides side by side, centre rule",
        rule(ours(2, "anew", scene.toString(), fields, 60), "centre"),
        rule(theirs(2, "anew+", scene.toString(), fields, 60), "centre"),
        2.5);
    batch(scene, fields);
    cold(scene, fields);
    JsonNode warm = ours(1, "warm", scene.toString(), fields, 2000).getFirst();
    System.out.printf(
        Locale.ROOT,
        "warm, tiles in the cache: %.0f farm-scenes/s (goal >= 200)%n",
        warm.path("per_second").asDouble());
    if (memory) {
      System.out.println(
          ours(2, "memory", scene.toString(), fields, 2000).getFirst()
              + " (goal: live_mib flat, heap <= 512)");
    }
    return 0;
  }

  private void prepare(Path scene, Path fields) throws IOException, InterruptedException {
    var samples = WORK.resolve("postel");
    Files.createDirectories(samples);
    for (String band : List.of("B04", "B08", "SCL")) {
      Files.write(
          samples.resolve(band + ".tif"),
          new SampleData()
              .bytes("sentinel2/postel-2019/S2B_31UFS_20190411_0_ICOR/" + band + ".tif"));
    }
    String maker = SCRIPTS.resolve("make_scene.py").toString();
    must(List.of(PYTHON, maker, "" + samples, "" + scene, "" + block));
    must(List.of(PYTHON, SCRIPTS.resolve("make_farms.py").toString(), "2000", "" + fields));
    for (String band : List.of("B04", "B08", "SCL")) { // into the page cache
      Files.readAllBytes(scene.resolve(band + ".tif"));
    }
  }

  private void compare(
      String what,
      String mode,
      String ourRule,
      String theirRule,
      Path scene,
      Path fields,
      int count,
      double goal)
      throws IOException, InterruptedException {
    JsonNode ours = rule(ours(1, mode, scene.toString(), fields, count), ourRule);
    JsonNode theirs = rule(theirs(1, mode, scene.toString(), fields, count), theirRule);
    print(what, ours, theirs, goal);
  }

  private void batch(Path scene, Path fields) throws IOException, InterruptedException {
    List<JsonNode> ours = ours(1, "batch", scene.toString(), fields, farms);
    List<JsonNode> theirs = theirs(1, "batch", scene.toString(), fields, farms);
    String what = farms + " farms on one scene, ";
    print(what + "centre rule", rule(ours, "centre"), rule(theirs, "centre"), 2.5);
    print(what + "exact / 4x4 samples", rule(ours, "area"), rule(theirs, "4"), 2.5);
    print(what + "exact / 10x10 samples", rule(ours, "area"), rule(theirs, "10"), 2.5);
    print(what + "exact / 16x16 samples", rule(ours, "area"), rule(theirs, "16"), 2.5);
    for (String theirRule : EXACT) {
      equal(rule(ours, "area"), rule(theirs, theirRule));
      print(what + "exact / " + theirRule, rule(ours, "area"), rule(theirs, theirRule), 2.5);
    }
    JsonNode two = rule(ours(2, "batch", scene.toString(), fields, farms), "area");
    System.out.printf(
        Locale.ROOT,
        "%sexact, two cores: %.0f ms (processor %.0f), %.2f x one core%n",
        what,
        two.path("ms").asDouble(),
        two.path("cpu_ms").asDouble(),
        rule(ours, "area").path("ms").asDouble() / two.path("ms").asDouble());
  }

  private void cold(Path scene, Path fields) throws IOException, InterruptedException {
    int count = 20;
    try (var host = new SlowFileHost(scene, LATENCY)) {
      String url = host.url() + "/{farm}";
      JsonNode theirs = rule(theirs(1, "cold", url, fields, count), "centre");
      long requests = host.requests();
      long bytes = host.bytes();
      JsonNode ours = rule(ours(1, "cold", url, fields, count), "centre");
      print("one farm cold over HTTP, 40 ms, one core", ours, theirs, 4);
      int farmsAsked = count * (rounds + 2); // ours warms up for two rounds
      System.out.printf(
          Locale.ROOT,
          "  ours: %.1f requests and %.0f kB a farm (goals <= 12 and <= 1000)%n",
          (double) (host.requests() - requests) / farmsAsked,
          (host.bytes() - bytes) / 1e3 / farmsAsked);
      System.out.printf(
          Locale.ROOT,
          "  rasterio: %.1f requests and %.0f kB a farm%n",
          (double) requests / (count * rounds),
          bytes / 1e3 / (count * rounds));
      JsonNode two = rule(ours(2, "cold", url, fields, count), "centre");
      theirs = rule(theirs(2, "cold", url, fields, count), "centre");
      print("one farm cold over HTTP, 40 ms, two cores", two, theirs, 4);
      JsonNode least =
          theirs(1, "least", scene.toString(), fields, count).getFirst();
      System.out.printf(
          Locale.ROOT,
          "  the blocks that hold the farm: %.0f kB; down to its last row, the least for any reader: %.0f kB%n",
          least.path("blocks").asDouble() / 1e3,
          least.path("needed").asDouble() / 1e3);
    }
  }

  private static void print(String what, JsonNode ours, JsonNode theirs, double goal) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f ms (processor %.1f), rasterio %.1f ms (%.1f): %.2f x (processor %.2f x), goal %.1f x; %s%n",
        what,
        ours.path("ms").asDouble(),
        ours.path("cpu_ms").asDouble(),
        theirs.path("ms").asDouble(),
        theirs.path("cpu_ms").asDouble(),
        theirs.path("ms").asDouble() / ours.path("ms").asDouble(),
        theirs.path("cpu_ms").asDouble() / ours.path("cpu_ms").asDouble(),
        goal,
        difference(ours, theirs));
  }

  /** What the greatest difference of the means says: under the centre rule it must be rounding. */
  private static String difference(JsonNode ours, JsonNode theirs) {
    double most = greatestDifference(ours, theirs);
    return most <= CLOSE
        ? "same results"
        : String.format(Locale.ROOT, "means differ by at most %.1e", most);
  }

  private static void equal(JsonNode ours, JsonNode theirs) {
    double most = greatestDifference(ours, theirs);
    if (!(most <= EQUAL)) {
      throw new IllegalStateException(
          "exact means differ by %.1e (expected: at most %.0e)".formatted(most, EQUAL));
    }
  }

  /** Infinite if a farm has a value on one side only. */
  private static double greatestDifference(JsonNode ours, JsonNode theirs) {
    double most = 0;
    for (int farm = 0; farm < ours.path("farms").size(); farm++) {
      JsonNode mine = ours.path("farms").get(farm);
      JsonNode other = theirs.path("farms").get(farm);
      if (mine.isNull() != other.isNull()) {
        return Double.POSITIVE_INFINITY;
      }
      if (!mine.isNull()) {
        most = Math.max(most, Math.abs(mine.get(1).asDouble() - other.get(1).asDouble()));
      }
    }
    return most;
  }

  private static JsonNode rule(List<JsonNode> lines, String rule) {
    return lines.stream()
        .filter(line -> line.path("rule").asString().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> ours(int cores, String mode, String scene, Path fields, int count)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("taskset", "-c", cores == 1 ? "" + core : "0-" + (cores - 1)));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseParallelGC", // for the rate of a batch; the service's own collector is for
            // pauses
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            NdviEngine.class.getName(),
            mode,
            scene,
            fields.toString(),
            "" + count,
            "" + rounds,
            "" + cores));
    return must(command);
  }

  private List<JsonNode> theirs(int cores, String mode, String scene, Path fields, int count)
      throws IOException, InterruptedException {
    return must(
        List.of(
            "taskset",
            "-c",
            cores == 1 ? "" + core : "0-" + (cores - 1),
            PYTHON,
            SCRIPTS.resolve("rasterio_ndvi.py").toString(),
            mode,
            scene,
            fields.toString(),
            "" + count,
            "" + rounds));
  }

  private record Ended(int exit, List<String> lines) {}

  private static List<JsonNode> must(List<String> command)
      throws IOException, InterruptedException {
    Ended ended = run(command);
    if (ended.exit != 0) {
      throw new IllegalStateException(command + " ended with " + ended.exit);
    }
    return ended.lines.stream().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (Stream<String> lines = process.inputReader().lines()) {
      List<String> printed = lines.filter(line -> line.startsWith("{")).toList();
      return new Ended(process.waitFor(), printed);
    }
  }
}

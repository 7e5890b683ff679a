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

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "turns of both sides; medians are over so many")
  private int rounds = 3;

  @Option(
      names = "--block",
      defaultValue = "1024",
      description = "pixels a side of the scene's blocks; archives have 512 or 1024")
  private int block = 1024;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "anew,batch,cold,warm",
      description = "parts to run, of anew, batch, cold, warm")
  private List<String> only = List.of();

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

    if (only.contains("anew")) {
      anew(scene, fields);
    }
    if (only.contains("batch")) {
      batch(scene, fields);
    }
    if (only.contains("cold")) {
      cold(scene, fields);
    }
    if (only.contains("warm")) {
      JsonNode warm = ours(1, "warm", scene.toString(), fields, 2000, 1).getFirst();
      System.out.printf(
          Locale.ROOT,
          "warm, tiles in the cache: %.0f farm-scenes/s (goal >= 200)%n",
          warm.path("per_second").asDouble());
    }
    if (memory) {
      System.out.println(
          ours(2, "memory", scene.toString(), fields, 2000, 1).getFirst()
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

  private void anew(Path scene, Path fields) throws IOException, InterruptedException {
    Turns one = byTurns(1, "anew", "anew", scene.toString(), fields, 60);
    one.print("one farm opened anew, centre rule", "centre", "centre", 2.5);
    for (String theirRule : EXACT) {
      one.printEqual("one farm opened anew, exact / " + theirRule, theirRule, 2.5);
    }
    byTurns(2, "anew", "anew+", scene.toString(), fields, 60)
        .print("one farm opened anew, two cores, files side by side", "centre", "centre", 2.5);
  }

  private void batch(Path scene, Path fields) throws IOException, InterruptedException {
    Turns turns = byTurns(1, "batch", "batch", scene.toString(), fields, farms);
    String what = farms + " farms on one scene, ";
    turns.print(what + "centre rule", "centre", "centre", 2.5);
    for (String samples : List.of("4", "10", "16")) {
      turns.print(what + "exact / samples " + samples + " a side", "area", samples, 2.5);
    }
    for (String theirRule : EXACT) {
      turns.printEqual(what + "exact / " + theirRule, theirRule, 2.5);
    }
    var scaling = new ArrayList<Double>();
    var two = new ArrayList<Double>();
    for (int turn = 0; turn < rounds; turn++) {
      double one = ms(rule(ours(1, "batch-area", scene.toString(), fields, farms, 1), "area"));
      two.add(ms(rule(ours(2, "batch-area", scene.toString(), fields, farms, 1), "area")));
      scaling.add(one / two.getLast());
    }
    System.out.printf(
        Locale.ROOT,
        "%sexact, two cores: %.0f ms, %.2f x one core%n",
        what,
        median(two),
        median(scaling));
  }

  private void cold(Path scene, Path fields) throws IOException, InterruptedException {
    int count = 20;
    try (var host = new SlowFileHost(scene, LATENCY)) {
      String url = host.url() + "/{farm}";
      for (int cores = 1; cores <= 2; cores++) {
        byTurns(cores, "cold", "cold", url, fields, count)
            .print("one farm cold over HTTP, 40 ms, cores: " + cores, "centre", "centre", 4);
      }
      long requests = host.requests();
      long bytes = host.bytes();
      ours(1, "cold", url, fields, count, 1);
      int farmsAsked = count * (1 + NdviEngine.COLD_WARM_UP);
      System.out.printf(
          Locale.ROOT,
          "  ours: %.1f requests and %.0f kB a farm (goals <= 12 and <= 1000)%n",
          (double) (host.requests() - requests) / farmsAsked,
          (host.bytes() - bytes) / 1e3 / farmsAsked);
      requests = host.requests();
      bytes = host.bytes();
      theirs(1, "cold", url, fields, count);
      System.out.printf(
          Locale.ROOT,
          "  rasterio: %.1f requests and %.0f kB a farm%n",
          (double) (host.requests() - requests) / count,
          (host.bytes() - bytes) / 1e3 / count);
      JsonNode least = theirs(1, "least", scene.toString(), fields, count).getFirst();
      System.out.printf(
          Locale.ROOT,
          "  the blocks that hold the farm: %.0f kB; down to its last row, the least for any"
              + " reader: %.0f kB%n",
          least.path("blocks").asDouble() / 1e3,
          least.path("needed").asDouble() / 1e3);
    }
  }

  /** Both sides one after the other, again and again: a machine's speed changes within minutes. */
  private Turns byTurns(
      int cores, String ourMode, String theirMode, String scene, Path fields, int count)
      throws IOException, InterruptedException {
    var turns = new Turns(new ArrayList<>(), new ArrayList<>());
    for (int turn = 0; turn < rounds; turn++) {
      turns.ours.add(ours(cores, ourMode, scene, fields, count, 1));
      turns.theirs.add(theirs(cores, theirMode, scene, fields, count));
    }
    return turns;
  }

  /** Lines of both sides, by turn. */
  private record Turns(List<List<JsonNode>> ours, List<List<JsonNode>> theirs) {
    /** Medians of both, and the median of the turns' ratios. */
    void print(String what, String ourRule, String theirRule, double goal) {
      List<JsonNode> mine = ours.stream().map(lines -> rule(lines, ourRule)).toList();
      List<JsonNode> others = theirs.stream().map(lines -> rule(lines, theirRule)).toList();
      var ratios = new ArrayList<Double>();
      var processorRatios = new ArrayList<Double>();
      for (int turn = 0; turn < mine.size(); turn++) {
        ratios.add(ms(others.get(turn)) / ms(mine.get(turn)));
        processorRatios.add(cpu(others.get(turn)) / cpu(mine.get(turn)));
      }
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f ms (processor %.1f), rasterio %.1f ms (%.1f): %.2f x (processor %.2f x), goal"
              + " %.1f x; %s%n",
          what,
          median(mine.stream().map(NdviBenchmark::ms).toList()),
          median(mine.stream().map(NdviBenchmark::cpu).toList()),
          median(others.stream().map(NdviBenchmark::ms).toList()),
          median(others.stream().map(NdviBenchmark::cpu).toList()),
          median(ratios),
          median(processorRatios),
          goal,
          difference(mine.getFirst(), others.getFirst()));
    }

    /** Against our exact shares, with which the other side's exact shares must agree. */
    void printEqual(String what, String theirRule, double goal) {
      equal(rule(ours.getFirst(), "area"), rule(theirs.getFirst(), theirRule));
      print(what, "area", theirRule, goal);
    }
  }

  private static double ms(JsonNode line) {
    return line.path("ms").asDouble();
  }

  private static double cpu(JsonNode line) {
    return line.path("cpu_ms").asDouble();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
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

  /**
   * @param turns within the process, after it is warm
   */
  private List<JsonNode> ours(
      int cores, String mode, String scene, Path fields, int count, int turns)
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
            "" + turns,
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
            "1"));
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

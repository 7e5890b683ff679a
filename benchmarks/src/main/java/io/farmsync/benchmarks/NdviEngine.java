package io.farmsync.benchmarks;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.cog.CogLimits;
import io.farmsync.ndvi.scene.cog.CogRasterSource;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.Distribution;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.Observation;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.farmsync.platform.upstream.UpstreamListener;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our side of {@code benchmarks/run ndvi}, in a process of its own that the other side's twin is:
 * modes and output are those of {@code imagery/rasterio_ndvi.py}, and two more.
 */
final class NdviEngine {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** As the service's defaults. */
  private static final CogLimits LIMITS = new CogLimits(64 << 20, 8 << 20, 32 << 20, 4 << 20);

  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  private static final int JOBS = 100_000;
  private static final int WARM_UP = 400;

  /** Rounds over the farms. */
  static final int COLD_WARM_UP = 12;

  private final String scene;
  private final List<Geometry> farms;
  private final int rounds;
  private final Projection projection = new Projection();

  private NdviEngine(String scene, List<Geometry> farms, int rounds) {
    this.scene = scene;
    this.farms = farms;
    this.rounds = rounds;
  }

  /** Arguments: MODE SCENE FARMS COUNT ROUNDS, and for batch how many blocks at once. */
  public static void main(String[] arguments) {
    var engine =
        new NdviEngine(
            arguments[1],
            farms(Path.of(arguments[2]), Integer.parseInt(arguments[3])),
            Integer.parseInt(arguments[4]));
    switch (arguments[0]) {
      case "anew" -> Stream.of(Coverage.Rule.values()).forEach(engine::anew);
      case "batch" ->
          Stream.of(Coverage.Rule.values())
              .forEach(rule -> engine.batch(rule, Integer.parseInt(arguments[5])));
      case "batch-area" -> engine.batch(Coverage.Rule.AREA, Integer.parseInt(arguments[5]));
      case "cold" -> engine.cold();
      case "warm" -> engine.warm();
      case "memory" -> engine.memory();
      default -> throw new IllegalArgumentException("mode: " + arguments[0]);
    }
  }

  private static List<Geometry> farms(Path file, int count) {
    var geometries = new GeometryFactory();
    var farms = new ArrayList<Geometry>();
    for (JsonNode feature : JSON.readTree(file).path("features")) {
      if (farms.size() < count) {
        farms.add(
            geometries.createPolygon(
                feature
                    .at("/geometry/coordinates/0")
                    .valueStream()
                    .map(point -> new Coordinate(point.get(0).asDouble(), point.get(1).asDouble()))
                    .toArray(Coordinate[]::new)));
      }
    }
    return farms;
  }

  private void anew(Coverage.Rule rule) {
    Pass pass = pass(Path.of(scene).toAbsolutePath().toUri().toString());
    for (int i = 0; i < WARM_UP; i++) {
      observer(localFiles(), rule).observe(farms.get(i % farms.size()), pass, SpectralIndices.NDVI);
    }
    var times = new ArrayList<Double>();
    var results = new ArrayList<Observation>();
    double cpu = cpuMillis();
    for (int round = 0; round < rounds; round++) {
      results.clear();
      for (Geometry farm : farms) {
        long start = System.nanoTime();
        results.add(observer(localFiles(), rule).observe(farm, pass, SpectralIndices.NDVI));
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    print("anew", rule, median(times), (cpuMillis() - cpu) / times.size(), results);
  }

  private void batch(Coverage.Rule rule, int blocksAtOnce) {
    Pass pass = pass(Path.of(scene).toAbsolutePath().toUri().toString());
    var times = new ArrayList<Double>();
    var results = new Observation[farms.size()];
    double cpu = 0;
    for (int round = -2; round < rounds; round++) {
      cpu = round == 0 ? cpuMillis() : cpu;
      long start = System.nanoTime();
      observer(localFiles(), rule)
          .observeAll(
              farms,
              pass,
              SpectralIndices.NDVI,
              blocksAtOnce,
              (farm, observation) -> results[farm] = observation);
      if (round >= 0) {
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    print("batch", rule, median(times), (cpuMillis() - cpu) / times.size(), Arrays.asList(results));
  }

  /** The scene's URL has a place {@code {farm}} that makes every farm's files new. */
  private void cold() {
    Upstream upstream = upstream(URI.create(scene.replace("{farm}", "x")));
    var times = new ArrayList<Double>();
    var results = new ArrayList<Observation>();
    double cpu = 0;
    for (int round = -COLD_WARM_UP; round < rounds; round++) {
      cpu = round == 0 ? cpuMillis() : cpu;
      for (int i = 0; i < farms.size(); i++) {
        Pass pass = pass(scene.replace("{farm}", "engine-" + round + "-" + i) + "/");
        var observer = observer(new CogRasterSource(upstream, LIMITS), Coverage.Rule.CENTRE);
        long start = System.nanoTime();
        Observation result = observer.observe(farms.get(i), pass, SpectralIndices.NDVI);
        if (round >= 0) {
          times.add((System.nanoTime() - start) / 1e6);
          results.add(result);
        }
      }
    }
    print(
        "cold",
        Coverage.Rule.CENTRE,
        median(times),
        (cpuMillis() - cpu) / times.size(),
        results.subList(0, farms.size()));
  }

  /** The farms of one block, whose tiles are in the cache, one after the other. */
  private void warm() {
    Pass pass = pass(Path.of(scene).toAbsolutePath().toUri().toString());
    var first = farms.getFirst().getCentroid();
    List<Geometry> neighbours =
        farms.stream()
            .sorted(java.util.Comparator.comparingDouble(farm -> farm.distance(first)))
            .limit(12)
            .toList();
    var observer = observer(localFiles(), Coverage.Rule.AREA);
    int done = 0;
    long start = 0;
    for (int round = 0; round < 400; round++) {
      if (round == 100) {
        start = System.nanoTime();
        done = 0;
      }
      for (Geometry farm : neighbours) {
        observer.observe(farm, pass, SpectralIndices.NDVI);
        done++;
      }
    }
    double perSecond = done / ((System.nanoTime() - start) / 1e9);
    System.out.println(JSON.writeValueAsString(Map.of("mode", "warm", "per_second", perSecond)));
  }

  private void memory() {
    Pass pass = pass(Path.of(scene).toAbsolutePath().toUri().toString());
    var observer = observer(localFiles(), Coverage.Rule.AREA);
    var used = new ArrayList<Long>();
    int turns = JOBS / farms.size();
    for (int turn = 0; turn < turns; turn++) {
      observer.observeAll(farms, pass, SpectralIndices.NDVI, 2, (_, _) -> {});
      if (turn % Math.max(1, turns / 10) == 0 || turn == turns - 1) {
        System.gc();
        used.add((Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
      }
    }
    System.out.println(
        JSON.writeValueAsString(
            Map.of(
                "mode",
                "memory",
                "jobs",
                turns * farms.size(),
                "live_mib",
                used,
                "heap_mib",
                Runtime.getRuntime().maxMemory() >> 20)));
  }

  private FieldObserver observer(RasterSource files, Coverage.Rule rule) {
    return new FieldObserver(files, projection, PixelMask.DEFAULT, rule, 5000, 4);
  }

  private static RasterSource localFiles() {
    return new CogRasterSource(LocalFile::of, LIMITS);
  }

  private static Upstream upstream(URI host) {
    return new Upstream(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        new AllowedHosts(List.of(host), List.of()),
        new UpstreamLimits(
            Duration.ofSeconds(20),
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            16,
            3,
            Duration.ofMinutes(1),
            UpstreamLimits.HOST_IN_TROUBLE),
        Quota.NONE,
        UpstreamListener.NONE,
        Clock.systemUTC());
  }

  private Pass pass(String folder) {
    Map<Band, Asset> assets =
        Stream.of(Band.RED, Band.NIR, Band.SCL)
            .collect(
                Collectors.toMap(
                    band -> band,
                    band ->
                        new Asset(
                            URI.create(folder + band.sentinelName() + ".tif"),
                            0,
                            OptionalDouble.of(0.0001),
                            OptionalDouble.of(0))));
    var scene =
        new Scene(
            "full-size",
            "benchmark",
            Instant.parse("2019-04-11T10:50:29Z"),
            "sentinel-2b",
            "pass",
            "tile",
            Optional.empty(),
            "",
            OptionalInt.of(32631),
            OptionalDouble.empty(),
            Optional.empty(),
            farms.getFirst().getEnvelope(),
            assets);
    return new Pass(LocalDate.of(2019, 4, 11), List.of(scene));
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  /** Of all threads of this process, the compiler's and the collector's too. */
  private static double cpuMillis() {
    return PROCESS.getProcessCpuTime() / 1e6;
  }

  private static void print(
      String mode, Coverage.Rule rule, double median, double cpu, List<Observation> results) {
    var line = new LinkedHashMap<String, Object>();
    line.put("mode", mode);
    line.put("rule", rule == Coverage.Rule.CENTRE ? "centre" : "area");
    line.put("ms", median);
    line.put("cpu_ms", cpu);
    line.put("farms", results.stream().map(NdviEngine::values).toList());
    System.out.println(JSON.writeValueAsString(line));
  }

  private static double @Nullable [] values(Observation observation) {
    return observation.statistics().values().map(NdviEngine::values).orElse(null);
  }

  private static double[] values(Distribution v) {
    return new double[] {
      v.count(), v.mean(), v.std(), v.min(), v.max(), v.p10(), v.p25(), v.median(), v.p75(), v.p90()
    };
  }
}

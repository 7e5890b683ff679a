package io.farmsync.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sync",
    description = {
      "Durable syncs of farms over HTTP with a token, fsync on: throughput and delay over many connections, the delay of",
      "one at a time, and of batches. Nine syncs of ten register a farm, one changes a farm of before."
    },
    mixinStandardHelpOptions = true)
final class SyncBenchmark implements Callable<Integer> {

  private static final String PATH = "/api/v1/farms/sync";
  private static final int SINGLES = 500;
  private static final int BATCHES = 50;
  private static final int BATCH = 500;

  @Option(names = "--connections", description = "at the same time", defaultValue = "32")
  private int connections;

  @Option(names = "--seconds", description = "of each round", defaultValue = "10")
  private int seconds;

  @Option(names = "--rounds", description = "of which the median counts", defaultValue = "5")
  private int rounds;

  @Option(names = "--warm-up", description = "seconds before the first round", defaultValue = "20")
  private int warmUp;

  @Option(names = "--pool", description = "database connections; several are compared", split = ",")
  private List<Integer> pools = List.of();

  @Option(
      names = "--relay",
      description = "relay what is written meanwhile; the broker then shares the cores")
  private boolean relay;

  @Spec private CommandSpec spec;

  private record Round(double perSecond, double p50, double p99, double service, double database) {}

  @Override
  public Integer call() throws Exception {
    if (pools.isEmpty()) {
      measure(Map.of());
    }
    for (int pool : pools) {
      out().printf("Pool of %d%n", pool);
      measure(Map.of("FARM_SYNC_DATABASE_POOL_SIZE", Integer.toString(pool)));
    }
    return 0;
  }

  private void measure(Map<String, String> environment) throws Exception {
    try (var service = FarmSyncProcess.start(environment, relay)) {
      if (warmUp > 0) {
        round(service, warmUp);
      }
      var all = new ArrayList<Round>();
      for (int round = 0; round < rounds; round++) {
        all.add(round(service, seconds));
      }
      out()
          .printf(
              """
              %d connections, %d rounds of %d s, medians: %.0f syncs/s (goal 3,000), p50 %.1f ms, p99 %.1f ms (goal 50)
                processor time of a sync: service %.0f µs, PostgreSQL %.0f µs
              """,
              connections,
              rounds,
              seconds,
              median(all, Round::perSecond),
              median(all, Round::p50),
              median(all, Round::p99),
              median(all, Round::service),
              median(all, Round::database));
      one(service, "one sync at a time", SINGLES, 1, "goal p50 5");
      one(service, "batches of " + BATCH, BATCHES, BATCH, "goal 100");
    }
  }

  private Round round(FarmSyncProcess service, int length)
      throws IOException, InterruptedException, ExecutionException {
    String token = service.token();
    var delays = new Histogram(3);
    var serviceBefore = service.serviceTime();
    var databaseBefore = service.databaseTime();
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(length).toNanos();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Histogram>> loads = new ArrayList<>();
      for (int connection = 0; connection < connections; connection++) {
        var random = RandomGenerator.of("L64X128MixRandom");
        loads.add(threads.submit(() -> load(service, token, end, random)));
      }
      for (var load : loads) {
        delays.add(load.get());
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    long syncs = delays.getTotalCount();
    return new Round(
        syncs / took,
        delays.getValueAtPercentile(50) / 1e6,
        delays.getValueAtPercentile(99) / 1e6,
        service.serviceTime().minus(serviceBefore).toNanos() / 1e3 / syncs,
        service.databaseTime().minus(databaseBefore).toNanos() / 1e3 / syncs);
  }

  private static Histogram load(
      FarmSyncProcess service, String token, long end, RandomGenerator random) throws IOException {
    var delays = new Histogram(3);
    UUID last = UUID.randomUUID();
    try (var connection = service.connect()) {
      for (int i = 0; System.nanoTime() < end; i++) {
        boolean change = i % 10 == 9;
        last = change ? last : new UUID(random.nextLong(), random.nextLong());
        send(connection, request(PATH, token, farm(last, change ? i : 0)), delays);
      }
    }
    return delays;
  }

  private void one(FarmSyncProcess service, String what, int requests, int farms, String goal)
      throws IOException {
    String token = service.token();
    var delays = new Histogram(3);
    try (var connection = service.connect()) {
      for (int i = 0; i < requests; i++) {
        var all = new ArrayList<String>();
        for (int farm = 0; farm < farms; farm++) {
          all.add(farm(UUID.randomUUID(), 0));
        }
        send(
            connection,
            farms == 1
                ? request(PATH, token, all.getFirst())
                : request(PATH + "/batch", token, "{\"farms\":[" + String.join(",", all) + "]}"),
            delays);
      }
    }
    out()
        .printf(
            "%s: p50 %.2f ms, p99 %.2f ms (%s ms)%n",
            what,
            delays.getValueAtPercentile(50) / 1e6,
            delays.getValueAtPercentile(99) / 1e6,
            goal);
  }

  private static void send(RawHttp connection, byte[] request, Histogram delays)
      throws IOException {
    long start = System.nanoTime();
    var answer = connection.send(request);
    delays.recordValue(System.nanoTime() - start);
    if (answer.status() != 200) {
      throw new IllegalStateException("a sync was refused: " + answer);
    }
  }

  private static byte[] request(String path, String token, String body) {
    return RawHttp.post(path, Map.of("Authorization", "Bearer " + token), body);
  }

  private static String farm(UUID id, int change) {
    return """
    {"external_farm_id":"%s","external_user_id":"anna","name":"Shamba %s %d",\
    "bbox":{"south":-1.30000,"west":36.70000,"north":-1.20000,"east":36.80000},\
    "centroid":{"lat":-1.25,"lon":36.75}}\
    """
        .formatted(id, id.toString().substring(0, 8), change);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(Double.NaN);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

package io.farmsync.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "weather",
    description = {
      "Warms the cells of many farms with a provider of 50 ms, in an ingestor with 256 MiB of heap; then reads points from a",
      "query-api at a fixed rate, at rest and while the provider hangs with thousands of cells due. Delays count from the",
      "moment a read was due, so that a stall is felt by all that wait behind it."
    },
    mixinStandardHelpOptions = true)
final class WeatherBenchmark implements Callable<Integer> {

  private static final String HEAP = "256m";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int CONNECTIONS = 8;

  @Option(names = "--farms", description = "how many", defaultValue = "10000")
  private int farms;

  @Option(names = "--cells", description = "in which they lie", defaultValue = "2000")
  private int cells;

  @Option(names = "--rate", description = "reads a second", defaultValue = "2000")
  private int rate;

  @Option(names = "--seconds", description = "of each round of reads", defaultValue = "10")
  private int seconds;

  @Option(names = "--rounds", description = "of which the median counts", defaultValue = "3")
  private int rounds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var world = new WeatherWorld();
        var ingestor = world.ingestor(HEAP)) {
      long start = System.nanoTime();
      world.plant(farms, 0, cells);
      world.awaitReports(cells, LIMIT);
      out.printf(
          "%,d farms in %,d cells warm after %.1f s (goal 60), %d calls (goal 40) for %,d places%n",
          farms,
          cells,
          (System.nanoTime() - start) / 1e9,
          world.provider().calls(),
          world.provider().places());
      out.printf(
          "  processor time of the ingestor with its start: %.1f s%n",
          ingestor.time().toMillis() / 1e3);
      out.printf(
          "  heap in use after a collection: %d MiB (goal 256; its limit is %s)%n",
          ingestor.liveHeap(), HEAP);
      out.flush();
      try (var reader = world.reader()) {
        var token = world.token();
        round(reader, token, seconds); // warms up
        print(out, "at rest", reads(reader, token), "goal 5");
        world.provider().hang();
        world.plant(cells, cells, cells);
        print(out, "while the provider hangs", reads(reader, token), "goal: unchanged");
      }
      out.printf("  heap in use of the ingestor then: %d MiB%n", ingestor.liveHeap());
    }
    return 0;
  }

  private List<Histogram> reads(ServiceProcess reader, String token)
      throws InterruptedException, ExecutionException {
    var all = new ArrayList<Histogram>();
    var before = reader.time();
    for (int i = 0; i < rounds; i++) {
      all.add(round(reader, token, seconds));
    }
    long reads = all.stream().mapToLong(Histogram::getTotalCount).sum();
    spec.commandLine()
        .getOut()
        .printf(
            "processor time of a read: %.0f µs%n",
            reader.time().minus(before).toNanos() / 1e3 / (double) reads);
    return all;
  }

  private Histogram round(ServiceProcess reader, String token, int length)
      throws InterruptedException, ExecutionException {
    var delays = new Histogram(3);
    long end = System.nanoTime() + Duration.ofSeconds(length).toNanos();
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<Histogram>> loads = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        loads.add(threads.submit(() -> load(reader, token, end)));
      }
      for (var load : loads) {
        delays.add(load.get());
      }
    }
    return delays;
  }

  /** One connection's share of the rate. */
  private Histogram load(ServiceProcess reader, String token, long end) throws IOException {
    var delays = new Histogram(3);
    var random = RandomGenerator.of("L64X128MixRandom");
    long pause = Duration.ofSeconds(1).toNanos() * CONNECTIONS / rate;
    try (var connection = reader.connect()) {
      for (long due = System.nanoTime(); due < end; due += pause) {
        LockSupport.parkNanos(due - System.nanoTime());
        var answer = connection.send(request(token, random.nextInt(cells)));
        if (answer.status() != 200) {
          throw new IllegalStateException("not told: " + answer);
        }
        delays.recordValue(System.nanoTime() - due);
      }
    }
    return delays;
  }

  private static byte[] request(String token, int cell) {
    var path =
        "/api/v1/weather/current/?lat=%s&lon=%s"
            .formatted(WeatherWorld.latitude(cell), WeatherWorld.longitude(cell));
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void print(PrintWriter out, String when, List<Histogram> all, String goal) {
    out.printf(
        "reads %s, %d/s asked for, %d rounds of %d s, medians: %.0f/s, p50 %.2f ms, p99 %.2f ms (%s)%n",
        when,
        rate,
        rounds,
        seconds,
        median(all.stream().mapToDouble(each -> each.getTotalCount() / (double) seconds).toArray()),
        median(all.stream().mapToDouble(each -> each.getValueAtPercentile(50) / 1e6).toArray()),
        median(all.stream().mapToDouble(each -> each.getValueAtPercentile(99) / 1e6).toArray()),
        goal);
    out.flush();
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

package io.farmsync.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = {
      "Mints tokens by signed requests at a steady rate, each timed from when it was due, and verifies a token's",
      "signature in a loop."
    },
    mixinStandardHelpOptions = true)
final class TokenBenchmark implements Callable<Integer> {

  private static final int CONNECTIONS = 16;

  @Option(names = "--rate", description = "tokens per second", defaultValue = "500")
  private int rate;

  @Option(names = "--seconds", description = "of each round", defaultValue = "10")
  private int seconds;

  @Option(names = "--rounds", description = "of which the median counts", defaultValue = "5")
  private int rounds;

  @Option(names = "--warm-up", description = "seconds before the first round", defaultValue = "20")
  private int warmUp;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var service = FarmSyncProcess.start(Map.of(), false)) {
      round(service, warmUp);
      var p50 = new ArrayList<Double>();
      var p99 = new ArrayList<Double>();
      for (int round = 0; round < rounds; round++) {
        var delays = round(service, seconds);
        p50.add(delays.getValueAtPercentile(50) / 1e6);
        p99.add(delays.getValueAtPercentile(99) / 1e6);
      }
      out.printf(
          "%d tokens/s, %d rounds of %d s, medians: p50 %.1f ms, p99 %.1f ms (goal 10)%n",
          rate, rounds, seconds, median(p50), median(p99));
    }
    out.printf(
        "processor time of a signature check: request %.0f µs (goal 50), token %.0f µs (once; then it is remembered)%n",
        SignatureLoop.ofRequest(), SignatureLoop.ofToken());
    return 0;
  }

  private Histogram round(FarmSyncProcess service, int length) throws Exception {
    var delays = new Histogram(3);
    var next = new AtomicInteger();
    int all = rate * length;
    long start = System.nanoTime() + Duration.ofMillis(100).toNanos();
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<Histogram>> loads = new ArrayList<>();
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        loads.add(threads.submit(() -> load(service, next, all, start)));
      }
      for (var load : loads) {
        delays.add(load.get());
      }
    }
    return delays;
  }

  private Histogram load(FarmSyncProcess service, AtomicInteger next, int all, long start)
      throws IOException {
    var delays = new Histogram(3);
    var signer = service.signer();
    try (var connection = service.connect()) {
      for (int request = next.getAndIncrement(); request < all; request = next.getAndIncrement()) {
        long due = start + request * 1_000_000_000L / rate;
        byte[] signed = service.tokenRequest(signer);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        var answer = connection.send(signed);
        delays.recordValue(System.nanoTime() - due);
        if (answer.status() != 200) {
          throw new IllegalStateException("no token: " + answer);
        }
      }
    }
    return delays;
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElse(Double.NaN);
  }
}

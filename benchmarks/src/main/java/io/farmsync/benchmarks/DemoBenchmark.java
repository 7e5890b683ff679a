package io.farmsync.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description =
        "Times ./farm demo --exit: ready for requests, done, and the most memory its processes held.",
    mixinStandardHelpOptions = true)
final class DemoBenchmark implements Callable<Integer> {

  @Option(names = "--farm", description = "the ./farm script", defaultValue = "./farm")
  private Path farm = Path.of("./farm");

  @Option(names = "--rounds", description = "how often", defaultValue = "3")
  private int rounds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    for (int round = 1; round <= rounds; round++) {
      long start = System.nanoTime();
      var peak = new AtomicLong();
      try (var demo = DemoProcess.start(farm.toAbsolutePath(), List.of("--exit"), Map.of())) {
        var watch = Thread.ofPlatform().daemon().start(() -> watch(demo, peak));
        boolean ready = demo.readUntil("Ready at", line -> {});
        double readySeconds = secondsSince(start);
        demo.readUntil("\u0000never", line -> {});
        int status = demo.awaitExit();
        double doneSeconds = secondsSince(start);
        watch.join();
        out.printf(
            "round %d: ready %.1f s, done %.1f s, at most %d MiB resident, exit status %d%n",
            round, readySeconds, doneSeconds, peak.get(), status);
        if (!ready || status != 0) {
          return 1;
        }
      }
    }
    return 0;
  }

  private static void watch(DemoProcess demo, AtomicLong peak) {
    while (demo.isAlive()) {
      peak.accumulateAndGet(demo.residentMebibytes(), Math::max);
      java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}

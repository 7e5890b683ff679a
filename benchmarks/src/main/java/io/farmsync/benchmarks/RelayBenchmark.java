package io.farmsync.benchmarks;

import io.farmsync.standalone.processes.Part;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "relay",
    description = {
      "Appends events to the event store and times when a read_committed consumer of farm-events sees them: a few, at a",
      "steady rate with one event per transaction, and for minutes at a high rate, where nothing may pile up."
    },
    mixinStandardHelpOptions = true)
final class RelayBenchmark implements Callable<Integer> {
  private static final int IDLE_PER_SECOND = 20;
  private static final int ROUNDS = 5;

  @Option(names = "--idle", description = "events one at a time", defaultValue = "200")
  private int idle;

  @Option(names = "--rate", description = "events per second", defaultValue = "2000")
  private int rate;

  @Option(names = "--seconds", description = "of each round at that rate", defaultValue = "10")
  private int seconds;

  @Option(
      names = "--ceiling",
      description = "events per second, 20 per transaction",
      defaultValue = "8000")
  private int ceiling;

  @Option(names = "--ceiling-seconds", description = "how long at that rate", defaultValue = "180")
  private int ceilingSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (var world = RelayWorld.start(RelayUnderTest.exactlyOnce())) {
      out().println("Commit of an event to its arrival at a consumer, in milliseconds");
      delays(world, rate * seconds, rate); // warms up
      print("idle", List.of(delays(world, idle, IDLE_PER_SECOND)), "");
      var rounds = new ArrayList<Histogram>();
      for (int round = 0; round < ROUNDS; round++) {
        rounds.add(delays(world, rate * seconds, rate));
      }
      print(rate + "/s", rounds, "(goal: p50 15, p99 60)");
      if (ceilingSeconds > 0) {
        ceiling(world);
      }
      return 0;
    }
  }

  private static Histogram delays(RelayWorld world, int events, int perSecond) throws Exception {
    var commits = new ConcurrentCommits();
    world.load().append(events, 1, perSecond, commits);
    world.seen().await(world.load().appended());
    return commits.delays(world.seen());
  }

  private void print(String what, List<Histogram> rounds, String goal) {
    out()
        .printf(
            "  %-8s p50 %6.1f   p95 %6.1f   p99 %6.1f   max %6.1f   medians of %d %s%n",
            what,
            median(rounds, 50),
            median(rounds, 95),
            median(rounds, 99),
            median(rounds, 100),
            rounds.size(),
            goal);
    out().flush();
  }

  private static double median(List<Histogram> rounds, double percentile) {
    return rounds.stream()
            .mapToDouble(round -> round.getValueAtPercentile(percentile))
            .sorted()
            .skip(rounds.size() / 2)
            .findFirst()
            .orElse(Double.NaN)
        / 1e6;
  }

  private void ceiling(RelayWorld world) throws Exception {
    Part service = world.processes().services().getFirst();
    Duration cpuBefore = service.cpuTime();
    long before = world.load().appended();
    long start = System.nanoTime();
    var writing =
        CompletableFuture.runAsync(() -> {
          try {
            world.load().append((long) ceiling * ceilingSeconds, 20, ceiling, (_, _, _, _) -> {});
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        });
    var backlog = new ArrayList<Long>();
    var memory = new ArrayList<Double>();
    while (!writing.isDone()) {
      Thread.sleep(Duration.ofSeconds(1));
      backlog.add(world.load().appended() - world.seen().count());
      memory.add(world.processes().metric(service, "jvm_memory_used_bytes") / (1 << 20));
    }
    writing.join();
    world.seen().await(world.load().appended());
    double took = (world.seen().lastAt() - start) / 1e9;
    long events = world.load().appended() - before;
    out()
        .printf(
            """
            %,d events in %.0f s: %,.0f/s (goal %,d), 20 per transaction
              waiting: first third %,d, second %,d, last %,d events on average (flat is the goal)
              memory of the relay's process, least of each third: %.0f, %.0f, %.0f MiB
              processor time of farm-sync: %.0f µs an event
            """,
            events,
            took,
            events / took,
            ceiling,
            (long) average(third(backlog, 0)),
            (long) average(third(backlog, 1)),
            (long) average(third(backlog, 2)),
            least(third(memory, 0)),
            least(third(memory, 1)),
            least(third(memory, 2)),
            service.cpuTime().minus(cpuBefore).toNanos() / 1e3 / events);
    out().flush();
  }

  private static <T> List<T> third(List<T> all, int which) {
    return all.subList(all.size() * which / 3, all.size() * (which + 1) / 3);
  }

  private static double average(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).average().orElse(0);
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

package io.farmsync.benchmarks;

import io.farmsync.standalone.processes.Part;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "relay-drain",
    description = {
      "How fast a backlog leaves the event store: our relay and one that is at-least-once, by turns on the same machine.",
      "Counted from the first event's arrival to the last one's."
    },
    mixinStandardHelpOptions = true)
final class RelayDrain implements Callable<Integer> {
  @Option(names = "--backlog", description = "events", defaultValue = "200000")
  private int backlog;

  @Option(names = "--per-transaction", description = "events", defaultValue = "10")
  private int perTransaction;

  @Option(names = "--rounds", description = "of which the median counts", defaultValue = "5")
  private int rounds;

  @Spec private CommandSpec spec;

  private record Round(double perSecond, double processorMicros) {}

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var plain = new RelayUnderTest("at-least-once", Optional.of(AtLeastOnceRelay.class.getName()));
    var exactlyOnce = new ArrayList<Round>();
    var atLeastOnce = new ArrayList<Round>();
    try (var ours = RelayWorld.start(RelayUnderTest.exactlyOnce());
        var theirs = RelayWorld.start(plain)) {
      for (int round = 0; round < rounds; round++) {
        exactlyOnce.add(drain(ours));
        atLeastOnce.add(drain(theirs));
        out.printf(
            "  round %d: exactly once %,.0f/s, at least once %,.0f/s%n",
            round + 1, exactlyOnce.getLast().perSecond(), atLeastOnce.getLast().perSecond());
        out.flush();
      }
    }
    double ours = median(exactlyOnce, Round::perSecond);
    double theirs = median(atLeastOnce, Round::perSecond);
    out.printf(
        """
        %,d events, %d per transaction, medians of %d rounds:
          exactly once  %,.0f/s, %.0f µs of processor time an event
          at least once %,.0f/s, %.0f µs of processor time an event
          ratio %.2f (goal 0.8)
        """,
        backlog,
        perTransaction,
        rounds,
        ours,
        median(exactlyOnce, Round::processorMicros),
        theirs,
        median(atLeastOnce, Round::processorMicros),
        ours / theirs);
    return 0;
  }

  private Round drain(RelayWorld world) throws Exception {
    Part relay = world.processes().activeRelay();
    relay.kill();
    world.load().append(backlog, perTransaction, 0, (_, _, _, _) -> {});
    long before = world.seen().count();
    relay.start();
    while (world.seen().count() == before) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    long start = System.nanoTime();
    Duration processor = relay.cpuTime();
    world.seen().await(world.load().appended());
    double took = (world.seen().lastAt() - start) / 1e9;
    double micros = relay.cpuTime().minus(processor).toNanos() / 1e3 / backlog;
    return new Round(backlog / took, micros);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream()
        .mapToDouble(figure)
        .sorted()
        .skip(rounds.size() / 2)
        .findFirst()
        .orElse(Double.NaN);
  }
}

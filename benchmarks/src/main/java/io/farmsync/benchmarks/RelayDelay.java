package io.farmsync.benchmarks;

import io.farmsync.benchmarks.RelayBench.Arrivals;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "relay",
    description = {
      "Appends events to an event store of its own and times when a read_committed consumer of farm-events sees them,",
      "with pauses, at a steady rate, and after a backlog."
    },
    mixinStandardHelpOptions = true)
final class RelayDelay implements Callable<Integer> {
  private static final Duration IDLE_PAUSE = Duration.ofMillis(50);

  @Option(names = "--idle", description = "events one at a time", defaultValue = "300")
  private int idle;

  @Option(names = "--rate", description = "events per second", defaultValue = "500")
  private int rate;

  @Option(names = "--seconds", description = "how long at that rate", defaultValue = "20")
  private int seconds;

  @Option(
      names = "--backlog",
      description = "events waiting when the relay starts, 10 per transaction",
      defaultValue = "100000")
  private int backlog;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var bench = RelayBench.in(Path.of(System.getProperty("java.io.tmpdir")));
        var arrivals = bench.arrivals();
        Connection connection = bench.connect()) {
      out.println("Commit of one event to its arrival at a consumer, in milliseconds");
      try (var _ = bench.relay()) {
        spaced(bench, connection, arrivals, 50, IDLE_PAUSE); // warms up
        print("idle", spaced(bench, connection, arrivals, idle, IDLE_PAUSE));
        var pause = Duration.ofNanos(1_000_000_000L / rate);
        print(rate + "/s", spaced(bench, connection, arrivals, rate * seconds, pause));
      }
      bench.appendMany(connection, backlog, 10);
      long start = System.nanoTime();
      try (var _ = bench.relay()) {
        arrivals.await(bench.appended());
      }
      double took = (System.nanoTime() - start) / 1e9;
      out.printf(
          "%d events of a backlog in %.1f s, start of the relay included: %.0f/s%n",
          backlog, took, backlog / took);
      return 0;
    }
  }

  private static Histogram spaced(
      RelayBench bench, Connection connection, Arrivals arrivals, int events, Duration pause)
      throws SQLException, InterruptedException {
    var committed = new long[events];
    long first = bench.appended();
    long next = System.nanoTime();
    for (int event = 0; event < events; event++) {
      bench.appendOne(connection);
      committed[event] = System.nanoTime();
      next += pause.toNanos();
      LockSupport.parkNanos(next - System.nanoTime());
    }
    arrivals.await(bench.appended());
    var delays = new Histogram(3);
    for (int event = 0; event < events; event++) {
      delays.recordValue(Math.max(0, arrivals.at(first + event) - committed[event]));
    }
    return delays;
  }

  private void print(String what, Histogram delays) {
    spec.commandLine()
        .getOut()
        .printf(
            "  %-8s p50 %6.1f   p95 %6.1f   p99 %6.1f   max %6.1f%n",
            what,
            delays.getValueAtPercentile(50) / 1e6,
            delays.getValueAtPercentile(95) / 1e6,
            delays.getValueAtPercentile(99) / 1e6,
            delays.getMaxValue() / 1e6);
  }
}

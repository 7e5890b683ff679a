package io.farmsync.standalone.chaos;

import io.farmsync.standalone.processes.Processes;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.FileSystemUtils;

/**
 * One run: starts the processes, writes, inflicts one fault after another, waits until everything
 * that was stored has arrived, and compares.
 */
public final class ChaosRun {
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);
  private static final Duration LONGEST_CALM = Duration.ofMillis(1500);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ChaosPlan plan;
  private final RelayUnderTest relay;
  private final PrintWriter out;
  private final Random random;
  private final List<ChaosReport.Recovery> recoveries = new ArrayList<>();
  private final Waits waits;

  public ChaosRun(ChaosPlan plan, RelayUnderTest relay, PrintWriter out) {
    this.plan = plan;
    this.relay = relay;
    this.out = out;
    this.random = new Random(plan.seed());
    this.waits = new Waits(POLL, out);
  }

  /** Runs to the end, and keeps the processes' logs if the report is not clean. */
  public ChaosReport run() throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("farm-chaos-");
    out.printf("Seed %d, data and logs in %s%n", plan.seed(), folder);
    out.flush();
    boolean keep = true;
    try (var processes = Processes.start(setup(folder), random);
        var arrivals = Arrivals.start(processes.kafka())) {
      ChaosReport report = run(processes, arrivals);
      keep = !report.clean();
      return report;
    } finally {
      if (keep) {
        out.println("Data and logs are kept in " + folder);
      } else {
        FileSystemUtils.deleteRecursively(folder);
      }
    }
  }

  /** Small and quick to start: they are started often. */
  private Processes.Setup setup(Path folder) {
    var options = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    return new Processes.Setup(folder, plan.binaries(), options, relay, true);
  }

  private ChaosReport run(Processes processes, Arrivals arrivals)
      throws InterruptedException, SQLException {
    var load = Load.start(processes, plan.changesPerSecond(), new Random(random.nextLong()));
    Instant start;
    try (load) {
      waits.await("the first change did not arrive", RECOVERY_LIMIT, () -> arrivals.count() > 0);
      start = Instant.now();
      disturb(processes, arrivals);
    }
    Map<UUID, Long> versions;
    try (var connection = processes.connect()) {
      versions = Histories.versions(Histories.ofStore(connection));
    }
    waits.await("not everything stored has arrived", DRAIN_LIMIT, () -> arrivals.reached(versions));
    return compare(processes, load.acknowledged(), start);
  }

  private void disturb(Processes processes, Arrivals arrivals) throws InterruptedException {
    var faults = new Faults(processes, random);
    List<FaultKind> kinds = Faults.plan(plan.kinds(), plan.faults(), random);
    for (int fault = 0; fault < kinds.size() && waits.unfinished().isEmpty(); fault++) {
      LockSupport.parkNanos(random.nextLong(LONGEST_CALM.toNanos()));
      FaultKind kind = kinds.get(fault);
      Duration after = recovery(faults.inflict(kind), arrivals, kind);
      recoveries.add(new ChaosReport.Recovery(kind, after));
      out.printf(
          "%4d/%d  %-20s recovered after %5.1f s  %,10d events%n",
          fault + 1, kinds.size(), kind.label(), after.toMillis() / 1000.0, arrivals.count());
      out.flush();
    }
  }

  private Duration recovery(Faults.Strike strike, Arrivals arrivals, FaultKind kind)
      throws InterruptedException {
    Instant broken = strike.awaitBroken();
    waits.await(
        "nothing arrives any more after " + kind.label(),
        RECOVERY_LIMIT,
        () -> strike.provableSince().filter(arrivals::newerThan).isPresent());
    Duration after = Duration.between(broken, Instant.now());
    strike.awaitEnd();
    return after;
  }

  private ChaosReport compare(
      Processes processes, Map<UUID, List<String>> acknowledged, Instant start)
      throws SQLException {
    try (var connection = processes.connect()) {
      var store = Histories.ofStore(connection);
      var states = Histories.states(processes.kafka());
      long stale =
          Histories.versions(store).entrySet().stream()
              .filter(farm -> !farm.getValue().equals(states.get(farm.getKey())))
              .count();
      return new ChaosReport(
          relay,
          plan.seed(),
          Comparison.of(store, Histories.ofTopic(processes.kafka())),
          stale,
          acknowledged.values().stream().mapToLong(List::size).sum(),
          Histories.missing(connection, acknowledged),
          List.copyOf(recoveries),
          waits.unfinished(),
          Duration.between(start, Instant.now()));
    }
  }
}

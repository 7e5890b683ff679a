package io.farmsync.standalone.chaos;

import io.farmsync.standalone.processes.RelayUnderTest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param comparison store against {@code farm-events}
 * @param staleStates farms whose latest record in {@code farms} is not that of their last event
 * @param acknowledged changes that were answered with 200
 * @param missing how many of these are not in the store
 * @param recoveries how long after each fault the next change arrived at a consumer
 * @param unfinished what did not recover or drain in time; empty if all did
 * @param took from the first fault to the end of the comparison
 */
public record ChaosReport(
    RelayUnderTest relay,
    long seed,
    Comparison comparison,
    long staleStates,
    long acknowledged,
    long missing,
    List<Recovery> recoveries,
    List<String> unfinished,
    Duration took) {

  /** One fault, and how long it kept events from arriving. */
  public record Recovery(FaultKind kind, Duration after) {}

  /** Nothing lost, repeated, out of order or altered, and everything recovered. */
  public boolean clean() {
    return comparison.equal() && staleStates == 0 && missing == 0 && unfinished.isEmpty();
  }

  /** Prints it as a table. */
  public void print(PrintWriter out) {
    out.printf("%n%-20s %6s %14s %8s%n", "fault", "times", "median", "worst");
    Map<FaultKind, List<Duration>> byKind = new EnumMap<>(FaultKind.class);
    recoveries.forEach(
        each -> byKind.computeIfAbsent(each.kind(), _ -> new ArrayList<>()).add(each.after()));
    byKind.forEach((kind, all) -> {
      var sorted = all.stream().sorted().toList();
      out.printf(
          "%-20s %6d %12.1f s %6.1f s%n",
          kind.label(),
          sorted.size(),
          seconds(sorted.get(sorted.size() / 2)),
          seconds(sorted.getLast()));
    });
    out.printf(
        "%d faults in %s, seed %d, relay %s%n", recoveries.size(), text(took), seed, relay.name());
    out.printf(
        "store        %,d events, %d gaps in versions; %,d changes acknowledged, %d of them missing%n",
        comparison.stored(), comparison.gaps(), acknowledged, missing);
    out.printf(
        "farm-events  %,d committed records: %d lost, %d repeated, %d out of order, %d altered, %d unknown%n",
        comparison.published(),
        comparison.lost(),
        comparison.repeated(),
        comparison.outOfOrder(),
        comparison.altered(),
        comparison.unknown());
    out.printf("farms        %d farms behind their last event%n", staleStates);
    unfinished.forEach(out::println);
    out.flush();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String text(Duration duration) {
    return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}

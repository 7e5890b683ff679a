package io.farmsync.standalone.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came of a drill.
 *
 * @param comparison store against {@code farm-events}
 * @param stale farms that are not read as they were written last
 * @param acknowledged changes that were answered with 200
 * @param missing how many of these are not in the store
 * @param idle processor time before the load
 * @param loaded processor time under the load, before the first fault
 * @param unfinished what did not become normal in time; empty if all did
 */
public record DrillReport(
    DrillPlan plan,
    Comparison comparison,
    long stale,
    long acknowledged,
    long missing,
    Usage idle,
    Usage loaded,
    List<Strike> strikes,
    List<String> unfinished,
    Duration took) {

  private static final String ROW = "| %-16s | %5s | %13s | %13s | %13s | %13s |%n";

  /**
   * One fault and what it did.
   *
   * @param fault null for the time before the first
   */
  record Strike(
      @Nullable DrillFault fault,
      Signal.Effect writes,
      Signal.Effect events,
      Signal.Effect jobs,
      Signal.Effect reads) {}

  /** Nothing lost, repeated, altered or left behind, and everything recovered. */
  public boolean clean() {
    return comparison.equal() && stale == 0 && missing == 0 && unfinished.isEmpty();
  }

  /** A strike as a row of the table. */
  static String line(Strike strike) {
    return row(name(strike.fault()), List.of(strike));
  }

  /** Prints tables, goals and losses, as Markdown. */
  public void print(PrintWriter out) {
    out.printf(
        "%n%d rounds at %d changes/s, %d reads/s, %d new farms/min, seed %d, %d min, on %d cores%n",
        plan.rounds(),
        plan.writesPerSecond(),
        plan.readsPerSecond(),
        plan.newFarmsPerMinute(),
        plan.seed(),
        took.toMinutes(),
        Runtime.getRuntime().availableProcessors());
    out.printf("%nSeconds, 95th percentile / worst, over all rounds:%n%n");
    out.printf(ROW, "fault", "times", "writes", "events", "jobs", "reads");
    out.printf("|---|---|---|---|---|---|%n");
    undisturbed().forEach(strike -> out.print(line(strike)));
    for (DrillFault fault : DrillFault.values()) {
      var own = which(strike -> strike.fault() == fault);
      if (!own.isEmpty()) {
        out.print(row(fault.label(), own));
      }
    }
    out.printf("%n| goal | measured | |%n|---|---|---|%n");
    goal(
        out,
        "reads, worst, ≤ 1 s",
        1,
        pooled(which(strike -> strike.fault() != null), Strike::reads),
        Signal.Effect::worst);
    goal(
        out,
        "jobs, 95th percentile, ≤ 4 s",
        4,
        pooled(which(strike -> strike.fault() != null), Strike::jobs),
        Signal.Effect::p95);
    goal(
        out,
        "events after faults of the relay, worst, ≤ 3 s",
        3,
        pooled(which(DrillReport::ofRelay), Strike::events),
        Signal.Effect::worst);
    goal(
        out,
        "events after faults of brokers, worst, ≤ 3 s",
        3,
        pooled(which(DrillReport::ofBroker), Strike::events),
        Signal.Effect::worst);
    out.printf(
        "%n%,d changes acknowledged, %d missing in the store; %,d events: %d lost, %d repeated, %d out of order,"
            + " %d altered; %d farms read stale%n",
        acknowledged,
        missing,
        comparison.stored(),
        comparison.lost(),
        comparison.repeated(),
        comparison.outOfOrder(),
        comparison.altered(),
        stale);
    unfinished.forEach(out::println);
    printUsage(out);
    out.flush();
  }

  private void printUsage(PrintWriter out) {
    out.printf("%n| process | cores idle | cores under load |%n|---|---|---|%n");
    loaded
        .cores()
        .forEach((name, cores) ->
            out.printf(
                "| %s | %.2f | %.2f |%n", name, idle.cores().getOrDefault(name, 0.0), cores));
    out.printf("| all | %.2f | %.2f |%n", idle.total(), loaded.total());
  }

  private List<Strike> undisturbed() {
    return which(strike -> strike.fault() == null);
  }

  private List<Strike> which(Predicate<Strike> chosen) {
    return strikes.stream().filter(chosen).toList();
  }

  private static boolean ofRelay(Strike strike) {
    return strike.fault() == DrillFault.KILL_RELAY || strike.fault() == DrillFault.STOP_RELAY;
  }

  private static boolean ofBroker(Strike strike) {
    return strike.fault() != null
        && (strike.fault().name().endsWith("BROKER")
            || strike.fault().name().endsWith("CONTROLLER"));
  }

  /** Without an operation there is nothing to judge. */
  private static void goal(
      PrintWriter out,
      String what,
      int seconds,
      Signal.Effect effect,
      Function<Signal.Effect, Duration> figure) {
    if (effect.operations() == 0) {
      out.printf("| %s | – | not measured |%n", what);
      return;
    }
    var measured = figure.apply(effect);
    out.printf(
        "| %s | %s s | %s |%n",
        what,
        seconds(measured),
        measured.compareTo(Duration.ofSeconds(seconds)) <= 0 ? "met" : "missed");
  }

  private static Signal.Effect pooled(
      List<Strike> strikes, Function<Strike, Signal.Effect> signal) {
    return Signal.Effect.of(strikes.stream().map(signal).toList());
  }

  private static String row(String name, List<Strike> strikes) {
    return ROW.formatted(
        name,
        strikes.size(),
        text(pooled(strikes, Strike::writes)),
        text(pooled(strikes, Strike::events)),
        text(pooled(strikes, Strike::jobs)),
        text(pooled(strikes, Strike::reads)));
  }

  private static String text(Signal.Effect effect) {
    return effect.operations() == 0 ? "–" : seconds(effect.p95()) + " / " + seconds(effect.worst());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
  }

  private static String name(@Nullable DrillFault fault) {
    return fault == null ? "undisturbed" : fault.label();
  }
}

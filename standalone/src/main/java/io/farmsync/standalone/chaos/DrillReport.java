package io.farmsync.standalone.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * @param unfinished what did not become normal in time; empty if all did
 */
public record DrillReport(
    long seed,
    Comparison comparison,
    long stale,
    long acknowledged,
    long missing,
    List<Strike> strikes,
    List<String> unfinished,
    Duration took) {

  private static final String ROW = "%-16s %5s  %15s  %15s  %15s  %15s%n";

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

  /** A strike in one line: for each kind of operation the 95th percentile and the worst. */
  static String line(Strike strike) {
    return ROW.formatted(
        name(strike.fault()),
        "",
        text(strike.writes()),
        text(strike.events()),
        text(strike.jobs()),
        text(strike.reads()));
  }

  /** Prints table, goals and losses. */
  public void print(PrintWriter out) {
    out.printf(
        "%nSeconds until an operation that was under way at the fault, or began after it, had ended:%n"
            + "over all rounds the 95th percentile of the worst, and the worst.%n");
    out.printf(ROW, "fault", "times", "writes", "events", "jobs", "reads");
    for (DrillFault fault : DrillFault.values()) {
      var own = strikes.stream().filter(strike -> strike.fault() == fault).toList();
      if (!own.isEmpty()) {
        out.printf(
            ROW,
            fault.label(),
            own.size(),
            worst(own, Strike::writes),
            worst(own, Strike::events),
            worst(own, Strike::jobs),
            worst(own, Strike::reads));
      }
    }
    goal(out, "reads, worst", 1, worst(strike -> strike.fault() != null, Strike::reads));
    goal(
        out,
        "jobs, 95th percentile",
        4,
        percentile(strike -> strike.fault() != null, Strike::jobs));
    goal(
        out,
        "relay: events after kill-relay and stop-relay",
        3,
        worst(DrillReport::ofRelay, Strike::events));
    goal(
        out,
        "produce gap: events after faults of brokers",
        3,
        worst(DrillReport::ofBroker, Strike::events));
    out.printf(
        "%,d changes acknowledged, %d missing in the store; %,d events: %d lost, %d repeated, %d out of order,"
            + " %d altered; %d farms read stale; %d min%n",
        acknowledged,
        missing,
        comparison.stored(),
        comparison.lost(),
        comparison.repeated(),
        comparison.outOfOrder(),
        comparison.altered(),
        stale,
        took.toMinutes());
    unfinished.forEach(out::println);
    out.flush();
  }

  private static boolean ofRelay(Strike strike) {
    return strike.fault() == DrillFault.KILL_RELAY || strike.fault() == DrillFault.STOP_RELAY;
  }

  private static boolean ofBroker(Strike strike) {
    return strike.fault() != null
        && (strike.fault().name().endsWith("BROKER")
            || strike.fault().name().endsWith("CONTROLLER"));
  }

  private static void goal(PrintWriter out, String what, int seconds, Duration measured) {
    out.printf(
        "%-48s %6.1f s, goal %d s: %s%n",
        what,
        measured.toMillis() / 1000.0,
        seconds,
        measured.compareTo(Duration.ofSeconds(seconds)) <= 0 ? "met" : "missed");
  }

  private Duration worst(Predicate<Strike> which, Function<Strike, Signal.Effect> signal) {
    return strikes.stream()
        .filter(which)
        .map(strike -> signal.apply(strike).worst())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Duration percentile(Predicate<Strike> which, Function<Strike, Signal.Effect> signal) {
    return strikes.stream()
        .filter(which)
        .map(strike -> signal.apply(strike).p95())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static String worst(List<Strike> strikes, Function<Strike, Signal.Effect> signal) {
    var all = new ArrayList<Duration>();
    strikes.forEach(strike -> all.add(signal.apply(strike).worst()));
    all.sort(Duration::compareTo);
    return "%.1f / %.1f"
        .formatted(Signal.at(all, 0.95).toMillis() / 1000.0, Signal.at(all, 1).toMillis() / 1000.0);
  }

  private static String text(Signal.Effect effect) {
    return "%.1f / %.1f"
        .formatted(effect.p95().toMillis() / 1000.0, effect.worst().toMillis() / 1000.0);
  }

  private static String name(@Nullable DrillFault fault) {
    return fault == null ? "undisturbed" : fault.label();
  }
}

package io.farmsync.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrillReportTest {

  private static final Instant FAULT = Instant.parse("2026-05-01T10:00:00Z");

  @Test
  void worstReadsOfAllRoundsDecideTheirGoal() {
    var text = printed(strike(DrillFault.KILL_QUERY, 800), strike(DrillFault.KILL_QUERY, 1200));
    assertThat(text).contains("| reads, worst, ≤ 1 s | 1.20 s | missed |");
    assertThat(text).containsPattern("\\| kill-query +\\| +2 \\|.*1\\.20 / 1\\.20 \\|");
  }

  @Test
  void whatWasUndisturbedIsToldAndDecidesNothing() {
    var text = printed(strike(null, 5000), strike(DrillFault.STOP_QUERY, 900));
    assertThat(text).contains("| reads, worst, ≤ 1 s | 0.90 s | met |");
    assertThat(text).containsPattern("\\| undisturbed +\\| +1 \\|");
  }

  @Test
  void faultsOfTheRelayAndOfBrokersHaveGoalsOfTheirOwn() {
    var text =
        printed(strike(DrillFault.STOP_RELAY, 2900), strike(DrillFault.KILL_CONTROLLER, 3100));
    assertThat(text).contains("| events after faults of the relay, worst, ≤ 3 s | 2.90 s | met |");
    assertThat(text).contains("| events after faults of brokers, worst, ≤ 3 s | 3.10 s | missed |");
  }

  @Test
  void aGoalThatNothingWasMeasuredForIsNeitherMetNorMissed() {
    var text = printed(strike(DrillFault.KILL_WORKER, 900));
    assertThat(text)
        .contains("| events after faults of the relay, worst, ≤ 3 s | – | not measured |");
    var silent = new Signal().since(FAULT);
    var none = new DrillReport.Strike(DrillFault.KILL_BROKER, silent, silent, silent, silent);
    assertThat(printed(none)).containsPattern("\\| kill-broker +\\| +1 \\| +– \\|");
    assertThat(printed(none)).contains("| reads, worst, ≤ 1 s | – | not measured |");
  }

  /** Every kind of operation took so long. */
  private static DrillReport.Strike strike(@Nullable DrillFault fault, int millis) {
    var signal = new Signal();
    signal.over(FAULT, FAULT.plusMillis(millis));
    var effect = signal.since(FAULT);
    return new DrillReport.Strike(fault, effect, effect, effect, effect);
  }

  private static String printed(DrillReport.Strike... strikes) {
    var report =
        new DrillReport(
            new DrillPlan(
                1,
                2,
                List.of(DrillFault.values()),
                10,
                10,
                30,
                2,
                2,
                "256m",
                Path.of("b"),
                Path.of("r")),
            Comparison.of(Map.of(), Map.of()),
            0,
            0,
            0,
            new Usage(Map.of()),
            new Usage(Map.of()),
            List.of(strikes),
            List.of(),
            Duration.ofMinutes(3));
    var text = new StringWriter();
    report.print(new PrintWriter(text));
    return text.toString();
  }
}

package io.farmsync.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.standalone.processes.RelayUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * A short run of {@code ./farm chaos}; a failure prints the seed. The kinds that take longest are
 * left to longer runs.
 */
class ChaosIT {
  private static final List<FaultKind> KINDS =
      List.of(
          FaultKind.KILL_RELAY,
          FaultKind.KILL_STANDBY,
          FaultKind.KILL_BROKER,
          FaultKind.KILL_POSTGRES,
          FaultKind.FREEZE_RELAY,
          FaultKind.DROP_SLOT);

  @Test
  void nothingIsLostOrRepeatedWhateverIsKilled() throws Exception {
    long seed = Long.getLong("chaos.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    var said = new StringWriter();
    var out = new PrintWriter(said);
    var plan = new ChaosPlan(seed, 10, KINDS, 300, Path.of("target", "postgres-binaries"));
    var report = new ChaosRun(plan, RelayUnderTest.exactlyOnce(), out).run();
    report.print(out);
    assertThat(report.clean()).as("%s", said).isTrue();
    assertThat(report.recoveries()).as("%s", said).hasSize(10);
    assertThat(report.comparison().stored()).as("%s", said).isGreaterThan(500);
  }
}

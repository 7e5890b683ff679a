package io.farmsync.benchmarks;

import io.farmsync.standalone.chaos.ChaosOptions;
import io.farmsync.standalone.chaos.ChaosRun;
import io.farmsync.standalone.chaos.FaultKind;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "chaos-at-least-once",
    description = {
      "./farm chaos with the relay as it is usually built in place of ours. It must show repeated events: a harness that",
      "does not find them there proves nothing elsewhere. Ends with 0 if it finds them."
    },
    mixinStandardHelpOptions = true)
final class ChaosAtLeastOnce implements Callable<Integer> {
  private static final List<FaultKind> KINDS =
      List.of(FaultKind.KILL_RELAY, FaultKind.KILL_BROKER, FaultKind.KILL_POSTGRES);

  @Mixin private ChaosOptions options = new ChaosOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var relay = new RelayUnderTest("at-least-once", Optional.of(AtLeastOnceRelay.class.getName()));
    var plan = options.plan(KINDS, Path.of(".farm", "binaries"));
    var report = new ChaosRun(plan, relay, out).run();
    report.print(out);
    boolean seen = report.comparison().repeated() > 0;
    out.println(
        seen
            ? "The harness sees the repetitions of a relay that repeats."
            : "No repetition was seen: this run proves nothing about the harness.");
    return seen ? 0 : 1;
  }
}

package io.farmsync.benchmarks;

import io.farmsync.standalone.chaos.ChaosPlan;
import io.farmsync.standalone.chaos.ChaosRun;
import io.farmsync.standalone.chaos.FaultKind;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(names = "--seed", description = "repeats a run's choices; random by default")
  private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Option(names = "--faults", description = "how many; ${DEFAULT-VALUE}", defaultValue = "12")
  private int faults;

  @Option(
      names = "--rate",
      description = "changes of farms per second; ${DEFAULT-VALUE}",
      defaultValue = "200")
  private int rate;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var relay = new RelayUnderTest("at-least-once", Optional.of(AtLeastOnceRelay.class.getName()));
    var plan = new ChaosPlan(seed, faults, KINDS, rate, Path.of(".farm", "binaries"));
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

package io.farmsync.standalone;

import io.farmsync.standalone.chaos.ChaosOptions;
import io.farmsync.standalone.chaos.ChaosRun;
import io.farmsync.standalone.chaos.FaultKind;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "chaos",
    description = {
      "Runs broker, database and two instances of farm-sync as processes of their own, changes farms over HTTP, kills",
      "and freezes the processes at random, and compares event store and topic at the end. Ends with 1 if anything",
      "was lost, repeated, out of order or altered. Touches nothing of a running platform."
    },
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {

  @Mixin private ChaosOptions options = new ChaosOptions();

  @Option(
      names = "--fault-kinds",
      description = "which, with commas between; all by default: kill-relay, kill-standby, …",
      split = ",")
  private List<String> kinds = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var plan = options.plan(kinds(), FarmHome.ofEnvironment().binaries());
    var report = new ChaosRun(plan, RelayUnderTest.exactlyOnce(), out).run();
    report.print(out);
    return report.clean() ? 0 : 1;
  }

  private List<FaultKind> kinds() {
    if (kinds.isEmpty()) {
      return List.of(FaultKind.values());
    }
    var named = new ArrayList<FaultKind>();
    for (String kind : kinds) {
      try {
        named.add(FaultKind.valueOf(kind.strip().toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException unknown) {
        throw new ParameterException(
            spec.commandLine(),
            "--fault-kinds: %s (expected: of %s)"
                .formatted(
                    kind, List.of(FaultKind.values()).stream().map(FaultKind::label).toList()),
            unknown);
      }
    }
    return named;
  }
}

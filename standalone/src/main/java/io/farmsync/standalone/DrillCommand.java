package io.farmsync.standalone;

import io.farmsync.standalone.chaos.DrillFault;
import io.farmsync.standalone.chaos.DrillPlan;
import io.farmsync.standalone.chaos.DrillRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "drill",
    description = {
      "Starts the topology of docker-compose.yml as processes, writes and reads farms all the time, kills (SIGKILL) and",
      "stops (SIGSTOP) one process after another, and tells how long it takes until everything is normal. Ends with 1",
      "if anything was lost or did not recover. Needs openssl. Touches nothing of a running platform."
    },
    mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "each fault so often; ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--faults",
      split = ",",
      description = "which, with commas between; all by default: kill-broker, stop-broker, …")
  private List<String> faults = List.of();

  @Option(
      names = "--writes",
      defaultValue = "500",
      description = "changes per second; ${DEFAULT-VALUE}")
  private int writes;

  @Option(names = "--reads", defaultValue = "500", description = "per second; ${DEFAULT-VALUE}")
  private int reads;

  @Option(
      names = "--new-farms",
      defaultValue = "120",
      description = "per minute, whose first imagery job is waited for; ${DEFAULT-VALUE}")
  private int newFarms;

  @Option(names = "--query-instances", defaultValue = "2", description = "${DEFAULT-VALUE}")
  private int queryInstances;

  @Option(names = "--workers", defaultValue = "2", description = "of imagery; ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--heap",
      defaultValue = "256m",
      description = "of each service; ${DEFAULT-VALUE}")
  private String heap = "256m";

  @Option(names = "--seed", description = "repeats a run's choices, though not its timing")
  private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var plan =
        new DrillPlan(
            seed,
            rounds,
            faults(),
            positive("--writes", writes),
            positive("--reads", reads),
            positive("--new-farms", newFarms),
            queryInstances,
            workers,
            heap,
            FarmHome.ofEnvironment().binaries(),
            Path.of(System.getProperty("farm.root", "..")).toAbsolutePath().normalize());
    var report = new DrillRun(plan, out).run();
    report.print(out);
    return report.clean() ? 0 : 1;
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s: %d (expected: at least 1)".formatted(option, value));
    }
    return value;
  }

  private List<DrillFault> faults() {
    if (faults.isEmpty()) {
      return List.of(DrillFault.values());
    }
    var named = new ArrayList<DrillFault>();
    for (String fault : faults) {
      try {
        named.add(DrillFault.of(fault));
      } catch (IllegalArgumentException unknown) {
        throw new ParameterException(
            spec.commandLine(),
            "--faults: %s (expected: of %s)"
                .formatted(
                    fault, List.of(DrillFault.values()).stream().map(DrillFault::label).toList()),
            unknown);
      }
    }
    return named;
  }
}

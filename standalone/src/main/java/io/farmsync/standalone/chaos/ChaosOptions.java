package io.farmsync.standalone.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** The part of a plan that every command of this kind lets its caller choose. */
public final class ChaosOptions {
  @Option(
      names = "--seed",
      description = "repeats a run's choices, though not its timing; random by default")
  private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Option(names = "--faults", description = "how many; ${DEFAULT-VALUE}", defaultValue = "20")
  private int faults;

  @Option(
      names = "--rate",
      description = "changes of farms per second; ${DEFAULT-VALUE}",
      defaultValue = "200")
  private int rate;

  /** The whole plan. */
  public ChaosPlan plan(List<FaultKind> kinds, Path binaries) {
    return new ChaosPlan(seed, faults, kinds, rate, binaries);
  }
}

package io.farmsync.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    description = "Measures the whole platform on this machine and prints the figures.",
    subcommands = {
      AuditBenchmark.class,
      DemoBenchmark.class,
      MetricsBenchmark.class,
      NdviBenchmark.class,
      PostToReadable.class,
      NdviJobs.class,
      RelayBenchmark.class,
      RelayDrain.class,
      SyncBenchmark.class,
      TokenBenchmark.class,
      ReadsBenchmark.class,
      OutageBenchmark.class,
      RestoreBenchmark.class,
      ChaosAtLeastOnce.class,
      WeatherBenchmark.class,
      NewFarmWeather.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK")
final class Benchmarks {

  private Benchmarks() {}

  public static void main(String[] arguments) {
    // or the services of a benchmark that is interrupted would spoil the next one's figures
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy),
                "end-children"));
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}

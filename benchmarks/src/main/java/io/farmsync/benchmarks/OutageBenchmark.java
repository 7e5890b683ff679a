package io.farmsync.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "outage",
    description = {
      "Processor time of query-api, ndvi-processor and weather-ingestor that have nothing to do: with a broker, then while no",
      "broker answers. What waits for brokers must not take the cores that bring them back."
    },
    mixinStandardHelpOptions = true)
final class OutageBenchmark implements Callable<Integer> {

  private static final Duration SETTLING = Duration.ofSeconds(25);

  /** No upstream is asked by services without farms. */
  private static final String NOBODY = "http://localhost:1/";

  @Option(names = "--seconds", description = "of each measurement", defaultValue = "20")
  private int seconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var services = new LinkedHashMap<String, ServiceProcess>();
    try (var world = new TopicWorld()) {
      services.put("query-api", world.reader());
      services.put("ndvi-processor", world.ndviProcessor(NOBODY));
      services.put("weather-ingestor", world.weatherIngestor(NOBODY));
      measure("with a broker", services);
      world.stopKafka();
      measure("while no broker answers", services);
    } finally {
      services.values().forEach(ServiceProcess::close);
    }
    return 0;
  }

  private void measure(String when, Map<String, ServiceProcess> services) {
    LockSupport.parkNanos(SETTLING.toNanos());
    var before = new LinkedHashMap<String, Duration>();
    services.forEach((name, service) -> before.put(name, service.time()));
    long start = System.nanoTime();
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    double length = System.nanoTime() - start;
    services.forEach((name, service) -> {
      var used = service.time().minus(before.getOrDefault(name, Duration.ZERO));
      spec.commandLine()
          .getOut()
          .printf("%s, %s: %.0f %% of a core%n", when, name, 100 * used.toNanos() / length);
    });
    spec.commandLine().getOut().flush();
  }
}

package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description = {
      "Builds the views from the topics, then restores lost local stores from their changelogs, then starts with the",
      "stores it has; each time until the query-api is ready, its start included."
    },
    mixinStandardHelpOptions = true)
final class RestoreBenchmark implements Callable<Integer> {

  private static final int OBSERVATIONS = 100;

  @Option(
      names = "--records",
      description = "observations, a hundred of each farm",
      defaultValue = "1000000")
  private int records;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, JOSEException {
    try (var world = new ReadWorld(records / OBSERVATIONS, OBSERVATIONS)) {
      var topics = world.topics();
      measure("built from the topics", topics);
      FileSystemUtils.deleteRecursively(
          topics.folder().resolve("io.farmsync.query.QueryApiApplication").resolve("state"));
      measure("restored from the changelogs", topics);
      measure("started with its stores", topics);
    }
    return 0;
  }

  private void measure(String what, TopicWorld topics) throws IOException {
    long start = System.nanoTime();
    try (var reader = topics.reader()) {
      double seconds = (System.nanoTime() - start) / 1e9;
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %,d observations, ready after %.1f s, %,.0f records/s, %.1f s of processor time%n",
              what, records, seconds, records / seconds, reader.time().toMillis() / 1e3);
      spec.commandLine().getOut().flush();
    }
  }
}

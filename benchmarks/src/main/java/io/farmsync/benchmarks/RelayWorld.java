package io.farmsync.benchmarks;

import io.farmsync.standalone.processes.Part;
import io.farmsync.standalone.processes.Processes;
import io.farmsync.standalone.processes.RelayUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.springframework.util.FileSystemUtils;

/** Broker, database and farm-sync with a relay in processes of their own, and a reader here. */
final class RelayWorld implements AutoCloseable {
  private static final Path BINARIES = Path.of(".farm", "binaries");

  private final Path folder;
  private final Processes processes;
  private final SeenEvents seen;
  private final EventLoad load;

  private RelayWorld(Path folder, Processes processes) {
    this.folder = folder;
    this.processes = processes;
    this.seen = SeenEvents.start(processes.kafka());
    this.load = new EventLoad(processes);
  }

  /** Relays when this returns. */
  static RelayWorld start(RelayUnderTest relay)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createTempDirectory("farm-relay-bench-");
    var options = List.of("-Xmx512m", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");
    var setup = new Processes.Setup(folder, BINARIES, options, relay, false);
    var world = new RelayWorld(folder, Processes.start(setup, new Random(1)));
    world.awaitTables();
    world.load.append(EventLoad.WRITERS, 1, 0, (_, _, _, _) -> {});
    world.seen.await(world.load.appended());
    return world;
  }

  private void awaitTables() throws InterruptedException {
    Part service = processes.services().getFirst();
    while (Double.isNaN(processes.metric(service, "relay_lsn_bytes"))) {
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  Processes processes() {
    return processes;
  }

  SeenEvents seen() {
    return seen;
  }

  EventLoad load() {
    return load;
  }

  @Override
  public void close() throws IOException {
    seen.close();
    processes.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}

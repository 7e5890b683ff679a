package io.farmsync.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A {@code ./farm demo} of its own: on a free port, in a folder of its own, stopped at the end. */
final class DemoProcess implements AutoCloseable {

  private final Process process;
  private final Path home;
  private final BufferedReader output;

  private DemoProcess(Process process, Path home) {
    this.process = process;
    this.home = home;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static DemoProcess start(Path farm, List<String> arguments, Map<String, String> environment)
      throws IOException {
    return start("demo", farm, arguments, environment);
  }

  /** The platform without samples, upstreams as the environment says. */
  static DemoProcess up(Path farm, Map<String, String> environment) throws IOException {
    return start("up", farm, List.of(), environment);
  }

  private static DemoProcess start(
      String command, Path farm, List<String> arguments, Map<String, String> environment)
      throws IOException {
    Path home = Files.createTempDirectory("farm-benchmark");
    var builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(farm.toString(), command), arguments.stream()).toList());
    builder.environment().putAll(environment);
    builder.environment().put("FARM_HOME", home.toString());
    builder.environment().put("FARM_PORT", "0");
    builder.environment().put("FARM_KAFKA_PORT", "0");
    builder.environment().put("FARM_POSTGRES_PORT", "0");
    builder.redirectErrorStream(true);
    return new DemoProcess(builder.start(), home);
  }

  /**
   * Hands on the demo's lines until one contains the text.
   *
   * @return false if the demo ended before
   */
  boolean readUntil(String text, Consumer<String> lines) throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      lines.accept(line);
      if (line.contains(text)) {
        return true;
      }
    }
    return false;
  }

  Path connectionFile() {
    return home.resolve("connection.json");
  }

  /** Of its broker. */
  String bootstrapServers() throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(home.resolve("stores.json")))
        .get("kafka")
        .asString();
  }

  /**
   * Resident memory of the process and everything below it, in MiB; shared pages count once for
   * each process.
   */
  long residentMebibytes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .mapToLong(DemoProcess::residentKibibytes)
            .sum()
        / 1024;
  }

  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
    try (var files = Files.walk(home)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static long residentKibibytes(ProcessHandle process) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it ended between listing and reading
    }
  }
}

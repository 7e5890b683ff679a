package io.farmsync.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One service in a process of its own, with the options of its image and a heap of its own; {@code
 * FARM_JAVA_OPTIONS} adds others.
 */
final class ServiceProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(15);

  /** The benchmarks' class path has them, the services measured here do not. */
  private static final String DATABASES =
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
          + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

  private final Process process;
  private final int port;

  private ServiceProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Ready for requests when this returns.
   *
   * @param heap most heap, as {@code -Xmx} takes it
   */
  static ServiceProcess start(
      String mainClass, String heap, Path folder, Map<String, String> environment)
      throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var output = folder.resolve(mainClass + ".out");
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("@ops/image/java.options", "-Xmx" + heap));
    command.addAll(furtherOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("SPRING_AUTOCONFIGURE_EXCLUDE", DATABASES);
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("KAFKA_STATE_FOLDER", folder.resolve("state").toString());
    var service = new ServiceProcess(builder.start(), port);
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (service.get("/readyz").isEmpty()) {
      if (!service.process.isAlive() || System.nanoTime() > deadline) {
        service.close();
        throw new IllegalStateException(mainClass + " did not start: " + Files.readString(output));
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return service;
  }

  /** Options of Java that {@code FARM_JAVA_OPTIONS} names. */
  static List<String> furtherOptions() {
    String options = System.getenv("FARM_JAVA_OPTIONS");
    return options == null || options.isBlank()
        ? List.of()
        : List.of(options.strip().split("\\s+"));
  }

  RawHttp connect() throws IOException {
    return new RawHttp(port);
  }

  /** Heap in use after a full collection, in MiB. */
  long liveHeap() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    double bytes =
        get("/metrics")
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    return Math.round(bytes / (1 << 20));
  }

  int port() {
    return port;
  }

  /** Processor time since the start. */
  Duration time() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The body of a 200; empty for anything else. */
  private String get(String path) {
    try (var connection = connect()) {
      var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      var answer = connection.send(request.getBytes(StandardCharsets.US_ASCII));
      return answer.status() == 200 ? answer.body() : "";
    } catch (IOException _) {
      return "";
    }
  }
}

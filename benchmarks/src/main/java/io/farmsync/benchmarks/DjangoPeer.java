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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application of {@code peers/django} under gunicorn, and its Redis, filled with the answers of
 * a query-api.
 */
final class DjangoPeer implements AutoCloseable {

  private static final String PYTHON = "/usr/bin/python3"; // the one that Debian's packages are for
  private static final Path SOURCES = Path.of("benchmarks/peers/django").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path folder;
  private final int port = freePort();
  private final int redisPort = freePort();
  private final List<Process> processes = new ArrayList<>();

  private DjangoPeer(Path folder) throws IOException {
    this.folder = folder;
  }

  /** What to install, or null. */
  static @Nullable String missing() throws IOException, InterruptedException {
    var look =
        new ProcessBuilder(
                "sh",
                "-c",
                PYTHON
                    + " -c 'import django, rest_framework, django_redis' && command -v gunicorn redis-server")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return look.waitFor() == 0
        ? null
        : "Django and Redis are missing, so nothing is compared. Install them: apt-get install"
            + " python3-django python3-djangorestframework python3-django-redis redis-server gunicorn";
  }

  /** Answers as the query-api does, of so many farms, when this returns. */
  static DjangoPeer start(ReadWorld world, ServiceProcess reader, String token, int farms)
      throws IOException, InterruptedException {
    var peer = new DjangoPeer(Files.createTempDirectory("django-"));
    try {
      peer.run(
          Map.of(),
          "redis-server",
          "--port",
          Integer.toString(peer.redisPort),
          "--bind",
          "127.0.0.1",
          "--save",
          "",
          "--dir",
          peer.folder.toString());
      peer.fill(world, reader, token, farms);
      peer.run(
          Map.of("PEER_TOKEN", token),
          "gunicorn",
          "--bind",
          "127.0.0.1:" + peer.port,
          "--workers",
          Integer.toString(2 * Runtime.getRuntime().availableProcessors() + 1),
          "--worker-class",
          "gthread",
          "--threads",
          "4",
          "--keep-alive",
          "75",
          "reads:application");
      peer.awaitAnswer(ReadMix.request(ReadWorld.LIST, token));
      return peer;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      peer.close();
      throw failure;
    }
  }

  int port() {
    return port;
  }

  /** Processor time of gunicorn, its workers and Redis. */
  Duration time() {
    return processes.stream()
        .map(Process::toHandle)
        .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Keeps the data of every answer under its address. */
  private void fill(ReadWorld world, ServiceProcess reader, String token, int farms)
      throws IOException, InterruptedException {
    var answers = folder.resolve("answers");
    try (var connection = reader.connect();
        var out = Files.newBufferedWriter(answers)) {
      var paths = new ArrayList<>(List.of(ReadWorld.LIST));
      for (int farm = 0; farm < farms; farm++) {
        paths.addAll(world.questions(farm));
      }
      for (var path : paths) {
        var answer = connection.send(ReadMix.request(path, token));
        if (answer.status() != 200) {
          throw new IllegalStateException(path + ": " + answer);
        }
        out.write(path + "\t" + JsonMapper.shared().readTree(answer.body()).path("data") + "\n");
      }
    }
    var filling = run(Map.of(), PYTHON, SOURCES.resolve("fill.py").toString(), answers.toString());
    if (!filling.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || filling.exitValue() != 0) {
      throw new IllegalStateException("Redis was not filled: " + output());
    }
  }

  private Process run(Map<String, String> environment, String... command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(SOURCES.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("PEER_REDIS", "redis://127.0.0.1:" + redisPort);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private void awaitAnswer(byte[] request) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try (var connection = new RawHttp(port)) {
        if (connection.send(request).status() == 200) {
          return;
        }
      } catch (IOException _) {
        // not listening yet
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the peer does not answer: " + output());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    for (var process : processes.reversed()) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    FileSystemUtils.deleteRecursively(folder);
  }
}

package io.farmsync.standalone.processes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An operating-system process of the platform and everything below it, started again as often as it
 * is killed. It writes its log beside its data and ends with this JVM.
 */
public final class Part implements AutoCloseable {
  /** What a part prints, with further words behind it, once it can be used. */
  static final String READY = "ready";

  private static final String NICE = "5";

  private final String name;
  private final Path folder;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private @Nullable Process process;
  private CompletableFuture<String> ready = new CompletableFuture<>();

  /**
   * @param main the class to run
   */
  Part(
      String name,
      Path folder,
      List<String> javaOptions,
      String main,
      List<String> arguments,
      Map<String, String> environment) {
    this.name = name;
    this.folder = folder;
    this.arguments =
        Stream.of(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                javaOptions,
                List.of(
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dfarm.log.file=" + folder.resolve(name + ".log"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    EndsWithParent.class.getName(),
                    main),
                arguments)
            .flatMap(List::stream)
            .toList();
    this.environment = environment;
  }

  private Part(String name, Path folder, Map<String, String> environment, List<String> arguments) {
    this.name = name;
    this.folder = folder;
    this.arguments = arguments;
    this.environment = environment;
  }

  /** Any program, which must end with its standard input. */
  static Part program(
      String name, Path folder, List<String> command, Map<String, String> environment) {
    return new Part(name, folder, environment, List.copyOf(command));
  }

  /**
   * The same, giving way to others: on one machine the start of a JVM would take the processor time
   * that brokers have for themselves where each has a machine of its own.
   */
  Part nice() {
    return new Part(
        name,
        folder,
        environment,
        Stream.concat(Stream.of("nice", "-n", NICE), arguments.stream()).toList());
  }

  public String name() {
    return name;
  }

  /** Whether it runs; it need not be ready. */
  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Starts it; it need not be ready when this returns. */
  public void start() {
    var builder = new ProcessBuilder(arguments).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var started = builder.start();
      var said = new CompletableFuture<String>();
      process = started;
      ready = said;
      Thread.ofPlatform().name("output-" + name).daemon().start(() -> keepOutput(started, said));
    } catch (IOException failure) {
      throw new UncheckedIOException(name + " cannot be started", failure);
    }
  }

  private void keepOutput(Process started, CompletableFuture<String> said) {
    try (var lines = started.inputReader(StandardCharsets.UTF_8);
        Writer output =
            Files.newBufferedWriter(
                folder.resolve(name + ".out"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          said.complete(line.substring(READY.length()).strip());
        } else {
          output.write(line + "\n");
          output.flush();
        }
      }
    } catch (IOException _) {
      // It was killed in the middle of a line.
    }
    said.completeExceptionally(new IllegalStateException(name + " ended"));
  }

  /** What it says when it is ready. */
  String awaitReady(Duration limit) throws InterruptedException {
    try {
      return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IllegalStateException(
          "%s is not ready; it said why in %s".formatted(name, folder), failure);
    }
  }

  /** Sends SIGKILL to it and all below it, and returns when they are gone. */
  public void kill() throws InterruptedException {
    var all = handles();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      try {
        each.onExit().get();
      } catch (ExecutionException failure) {
        throw new IllegalStateException(name + " cannot be killed", failure);
      }
    }
  }

  /** Stops it and all below it in the middle of whatever they do, as a frozen machine would. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("-CONT");
  }

  /**
   * Lets no file of it and all below it be written past this size, as if the disk were full: the
   * write fails. Linux only.
   */
  public void limitFiles(long bytes) {
    for (ProcessHandle each : handles()) {
      run("prlimit", "--pid", Long.toString(each.pid()), "--fsize=" + bytes + ":" + bytes);
    }
  }

  /** Processor time that it and all below it have used. */
  public Duration cpuTime() {
    return handles().stream()
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void signal(String signal) {
    var command = new ArrayList<>(List.of("kill", signal));
    handles().forEach(each -> command.add(Long.toString(each.pid())));
    run(command.toArray(String[]::new));
  }

  /** What is below it first, so that nothing is started again meanwhile. */
  private List<ProcessHandle> handles() {
    var own = requireNonNull(process, name).toHandle();
    return Stream.concat(own.descendants(), Stream.of(own)).toList();
  }

  /** A process may end between being listed and being signalled, so the status says nothing. */
  private static void run(String... command) {
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(String.join(" ", command), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      try {
        kill();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

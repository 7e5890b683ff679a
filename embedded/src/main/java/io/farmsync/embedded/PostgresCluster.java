package io.farmsync.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL: {@code cluster/} as initdb makes it and {@code password}, readable
 * by its owner only.
 */
final class PostgresCluster {
  private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);
  static final String USERNAME = "farm";

  /** A server whose JVM was killed gets this long for its own fast shutdown. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private final Path folder;
  private final Path binaries;
  private final Unprivileged unprivileged;

  PostgresCluster(Path folder, Path binaries, Unprivileged unprivileged) {
    this.folder = folder;
    this.binaries = binaries;
    this.unprivileged = unprivileged;
  }

  Path data() {
    return folder.resolve("cluster");
  }

  /** Runs initdb the first time. Killed halfway, it starts over: the folder gets its name last. */
  void initializeIfNew() throws IOException, InterruptedException {
    unprivileged.own(folder);
    if (Files.isDirectory(data())) {
      return;
    }
    Path building = folder.resolve("cluster.new");
    PostgresBinaries.deleteTree(building);
    writePassword();
    run(
        "initdb",
        "--pgdata=" + building,
        "--username=" + USERNAME,
        "--pwfile=" + passwordFile(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale",
        "--data-checksums",
        "--no-instructions");
    Files.move(building, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * @throws EmbeddedStartException if the file is gone: it cannot be made up
   */
  String password() throws IOException {
    if (!Files.exists(passwordFile())) {
      throw new EmbeddedStartException(
          "%s is missing, and without it nobody can log in to %s: restore it, or delete the folder"
                  .formatted(passwordFile(), data())
              + " to start with an empty database");
    }
    return Files.readString(passwordFile()).strip();
  }

  /**
   * @throws EmbeddedStartException if another server runs on these files
   */
  void refuseIfServed() throws IOException, InterruptedException {
    Path pidFile = data().resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isPresent() && !isPostgres(process.get())) {
      // After a reboot the number may belong to anybody; PostgreSQL would take it for itself.
      log.info("Removing {}: process {} is not PostgreSQL", pidFile, pid);
      Files.deleteIfExists(pidFile);
      return;
    }
    if (process.isPresent() && !endsWithin(process.get(), LEAVING)) {
      throw new EmbeddedStartException(
          "PostgreSQL data folder %s is already served by process %d: stop it (kill -INT %d)"
              .formatted(data(), pid, pid));
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("postgres")).orElse(true);
  }

  private static boolean endsWithin(ProcessHandle process, Duration limit)
      throws InterruptedException {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
      return false;
    }
  }

  /** The server in the foreground, durable and ready for logical replication, on loopback only. */
  List<String> serverCommand(int port, Map<String, String> parameters) {
    var command = new ArrayList<String>();
    command.addAll(serverCommand(port));
    parameters.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return unprivileged.command(command);
  }

  /**
   * Takes over a certificate with its key, which PostgreSQL reads only if it owns the file.
   *
   * @return the parameters that name them
   */
  Map<String, String> certificate(Path from) throws IOException {
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    for (Path file : List.of(certificate, key)) {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Path source = from.resolve(file.getFileName().toString().replace("server", "postgres"));
      Files.write(file, Files.readAllBytes(source));
      Files.setAttribute(file, "unix:uid", Unprivileged.uidOf(folder));
    }
    return Map.of("ssl_cert_file", certificate.toString(), "ssl_key_file", key.toString());
  }

  private List<String> serverCommand(int port) {
    return List.of(
        program("postgres"),
        "-D",
        data().toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=on",
        "-c",
        "synchronous_commit=on",
        "-c",
        "full_page_writes=on",
        "-c",
        "wal_level=logical",
        // An abandoned slot costs at most this much disk; beyond it the slot is lost, and says
        // so.
        "-c",
        "max_slot_wal_keep_size=1GB",
        // A dead replication client frees its slot after this, not after a minute.
        "-c",
        "wal_sender_timeout=10s",
        "-c",
        "max_connections=100",
        "-c",
        "shared_buffers=64MB",
        "-c",
        "max_wal_size=512MB",
        // Parallel plans need shared memory that small containers do not have.
        "-c",
        "max_parallel_workers_per_gather=0",
        "-c",
        "jit=off",
        "-c",
        "TimeZone=UTC",
        "-c",
        "log_timezone=UTC",
        "-c",
        "log_line_prefix=");
  }

  /** Fast shutdown: open transactions are rolled back, a checkpoint is written. */
  void stop(Duration limit) throws IOException, InterruptedException {
    run(
        "pg_ctl",
        "stop",
        "--pgdata=" + data(),
        "--mode=fast",
        "--wait",
        "--timeout=" + limit.toSeconds());
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(program(program));
    command.addAll(List.of(arguments));
    Process process =
        processBuilder(unprivileged.command(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new EmbeddedStartException(
          "%s failed with status %d in %s: %s"
              .formatted(program, process.exitValue(), folder, output.strip()));
    }
    log.debug("{}: {}", program, output.strip());
  }

  /** Nothing of the caller's PostgreSQL environment or language reaches the programs. */
  static ProcessBuilder processBuilder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private String program(String name) {
    return binaries.resolve("bin").resolve(name).toString();
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  /** Letters, digits, hyphens and underscores. */
  static String randomPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  private void writePassword() throws IOException {
    Files.deleteIfExists(passwordFile());
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile(), randomPassword());
    Files.setAttribute(passwordFile(), "unix:uid", Unprivileged.uidOf(folder));
  }
}

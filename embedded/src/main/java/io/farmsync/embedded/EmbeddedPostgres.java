package io.farmsync.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a child process, durable as in production: {@code fsync} and {@code
 * synchronous_commit} on, logical replication on, 127.0.0.1 only, SCRAM with a generated password.
 * A server that crashes is started again on the same port. On Linux it ends with this JVM, even
 * when that is killed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  /** Crash recovery replays the log since the last checkpoint, at most a few seconds of it. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** A backend of a killed server holds its memory for a moment; a free port may be taken. */
  private static final int ATTEMPTS = 5;

  /**
   * Where the server keeps its data and listens.
   *
   * @param dataFolder created when missing; holds {@code cluster/}, {@code password} and a lock
   *     file
   * @param binariesFolder where the programs are unpacked, about 75 MB per version; may be shared
   * @param port 0 picks a free port at each start
   * @param parameters of the server, in place of our own
   * @param certificate folder of {@code postgres.crt} and {@code postgres.key} for TLS, or null
   */
  public record Settings(
      Path dataFolder,
      Path binariesFolder,
      int port,
      Map<String, String> parameters,
      @Nullable Path certificate) {
    /** With our own parameters, and without TLS. */
    public Settings(Path dataFolder, Path binariesFolder, int port) {
      this(dataFolder, binariesFolder, port, Map.of(), null);
    }

    /** On a free port, the programs beside the data. */
    public static Settings in(Path dataFolder) {
      Path folder = dataFolder.toAbsolutePath().normalize();
      return new Settings(folder, folder.resolveSibling("binaries"), LoopbackPort.ANY);
    }
  }

  /** How to connect to one database with JDBC. */
  public record Database(String url, String username, String password) {
    /** A new connection, the caller's to close. */
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(url, username, password);
    }

    @Override
    public String toString() {
      return url + " as " + username;
    }
  }

  private final FolderLock lock;
  private final PostgresCluster cluster;
  private final PostgresProcess process;
  private final int port;
  private final String password;
  private boolean closed;

  private EmbeddedPostgres(
      FolderLock lock,
      PostgresCluster cluster,
      PostgresProcess process,
      int port,
      String password) {
    this.lock = lock;
    this.cluster = cluster;
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * Returns when the server accepts connections: about two seconds the first time, then 0.2.
   *
   * @throws EmbeddedStartException if the folder or the configured port is in use, or PostgreSQL
   *     refuses; the message carries what it said
   */
  public static EmbeddedPostgres start(Settings settings) {
    Path folder = settings.dataFolder().toAbsolutePath().normalize();
    try {
      FolderLock lock = FolderLock.acquire(folder, "PostgreSQL");
      try {
        return start(settings, folder, lock);
      } catch (Exception | Error failure) {
        lock.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new EmbeddedStartException(
          "PostgreSQL did not start in %s: %s".formatted(folder, failure), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStartException("PostgreSQL's start was interrupted", interrupted);
    }
  }

  private static EmbeddedPostgres start(Settings settings, Path folder, FolderLock lock)
      throws IOException, InterruptedException {
    Path binaries = PostgresBinaries.unpackedIn(settings.binariesFolder().toAbsolutePath());
    Unprivileged unprivileged = Unprivileged.detect(lock.ownUid());
    var cluster = new PostgresCluster(folder, binaries, unprivileged);
    cluster.initializeIfNew();
    cluster.refuseIfServed();
    String password = cluster.password();
    var parameters = new LinkedHashMap<>(settings.parameters());
    if (settings.certificate() != null) {
      parameters.putAll(cluster.certificate(settings.certificate()));
    }
    for (int attempt = 1; ; attempt++) {
      int port = LoopbackPort.choose(settings.port(), "PostgreSQL port");
      PostgresProcess process = PostgresProcess.start(cluster.serverCommand(port, parameters));
      var server = new EmbeddedPostgres(lock, cluster, process, port, password);
      if (server.becomesReady()) {
        process.restartWhenItEnds();
        log.info("PostgreSQL is ready on 127.0.0.1:{}, data in {}", port, folder);
        return server;
      }
      process.kill();
      process.awaitEnd();
      if (attempt == ATTEMPTS) {
        throw new EmbeddedStartException(
            "PostgreSQL did not start in %s on port %d. It said: %s"
                .formatted(folder, port, process.lastLines()));
      }
    }
  }

  private boolean becomesReady() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      try (Connection _ = database("postgres").connect()) {
        return true;
      } catch (SQLException notYet) {
        if (process.endsWithin(POLL)) {
          return false;
        }
      }
    }
    return false;
  }

  /** Creates the database unless it exists. The name is lower case letters, digits, underscores. */
  public Database createDatabase(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "database name: %s (expected: %s)".formatted(name, DATABASE_NAME));
    }
    try (Connection connection = database("postgres").connect();
        var statement = connection.createStatement();
        var exists = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      exists.setString(1, name);
      if (!exists.executeQuery().next()) {
        statement.execute("create database \"" + name + "\"");
      }
      return database(name);
    } catch (SQLException failure) {
      throw new IllegalStateException("database " + name + " was not created", failure);
    }
  }

  /**
   * A login of its own for the database, with a new password each time; the role is made when it is
   * missing and may do nothing until something is granted to it.
   *
   * @param role lower case letters, digits, underscores
   * @param replication whether it may read the write-ahead log
   */
  public Database createLogin(Database database, String role, boolean replication) {
    if (!DATABASE_NAME.matcher(role).matches()) {
      throw new IllegalArgumentException("role: %s (expected: %s)".formatted(role, DATABASE_NAME));
    }
    String secret = PostgresCluster.randomPassword();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var exists = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
      exists.setString(1, role);
      if (!exists.executeQuery().next()) {
        statement.execute("create role " + role);
      }
      statement.execute(
          "alter role %s with login %s password '%s'"
              .formatted(role, replication ? "replication" : "noreplication", secret));
      return new Database(database.url(), role, secret);
    } catch (SQLException failure) {
      throw new IllegalStateException("role " + role + " was not created", failure);
    }
  }

  private Database database(String name) {
    var url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name);
    return new Database(url, PostgresCluster.USERNAME, password);
  }

  /** The server's port. */
  public int port() {
    return port;
  }

  /** The server's process id, which changes when it is started again after a crash. */
  public long pid() {
    return process.pid();
  }

  /** Rolls back what is open, writes a checkpoint and waits for the server's end. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    process.expectEnd();
    try {
      stop();
      log.info("PostgreSQL on 127.0.0.1:{} is stopped", port);
    } catch (InterruptedException _) {
      process.kill();
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  private void stop() throws InterruptedException {
    try {
      if (!process.endsWithin(Duration.ZERO)) {
        cluster.stop(STOP_LIMIT);
      }
    } catch (IOException | EmbeddedStartException failure) {
      log.warn(
          "PostgreSQL did not stop by itself and is killed; it recovers at next start", failure);
      process.kill();
    }
    process.awaitEnd();
  }

  private void release() {
    try {
      lock.close();
    } catch (IOException failure) {
      log.warn("The lock on PostgreSQL's data folder was not released cleanly", failure);
    }
  }
}

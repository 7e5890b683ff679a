package io.farmsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPostgres.Database;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresIT {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Path BINARIES = Path.of("target", "postgres-binaries");

  private final EmbeddedPlatform platform = EmbeddedPlatform.shared();

  @ParameterizedTest
  @CsvSource({
    "fsync, on",
    "synchronous_commit, on",
    "full_page_writes, on",
    "wal_level, logical",
    "max_slot_wal_keep_size, 1GB",
    "listen_addresses, 127.0.0.1",
    "server_encoding, UTF8",
    "data_checksums, on"
  })
  void theServerIsSetUpForDurabilityAndReplication(String setting, String value) throws Exception {
    Database database = platform.createDatabase("settings");
    assertThat(query(database, "select current_setting('" + setting + "')")).isEqualTo(value);
  }

  @Test
  void aWrongPasswordIsRefused() {
    Database database = platform.createDatabase("guarded");
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.url(), database.username(), "guess").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void committedRowsSurviveKillNine(@TempDir Path folder) throws Exception {
    try (var postgres = EmbeddedPostgres.start(settings(folder, 0))) {
      Database database = postgres.createDatabase("farm");
      execute(database, "create table kept (id int)");
      execute(database, "insert into kept values (1)");
      long killed = postgres.pid();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      await()
          .atMost(DEADLINE)
          .ignoreExceptionsInstanceOf(SQLException.class)
          .untilAsserted(() -> assertThat(query(database, "select id from kept")).isEqualTo("1"));
      assertThat(postgres.pid()).isNotEqualTo(killed);
    }
  }

  @Test
  void aRestartOnTheSameFolderKeepsTheDataAndThePassword(@TempDir Path folder) throws Exception {
    try (var postgres = EmbeddedPostgres.start(settings(folder, 0))) {
      execute(postgres.createDatabase("farm"), "create table kept as select 7 as id");
    }
    try (var postgres = EmbeddedPostgres.start(settings(folder, 0))) {
      assertThat(query(postgres.createDatabase("farm"), "select id from kept")).isEqualTo("7");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderHasOneServer(@TempDir Path folder) {
    try (var postgres = EmbeddedPostgres.start(settings(folder, 0))) {
      assertThat(postgres.pid()).isPositive();
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings(folder, 0)))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("PostgreSQL data folder " + folder)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aTakenPortIsNamed(@TempDir Path folder) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings(folder, taken.getLocalPort())))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("PostgreSQL port: port " + taken.getLocalPort());
    }
  }

  @Test
  void aServerLeftBehindByAnotherOwnerIsReported(@TempDir Path folder) throws Exception {
    try (var postgres = EmbeddedPostgres.start(settings(folder, 0))) {
      // As after a kill -9 where nothing ends the server with its parent: no lock, live server.
      Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
      Files.createSymbolicLink(elsewhere.resolve("cluster"), folder.resolve("cluster"));
      Files.copy(folder.resolve("password"), elsewhere.resolve("password"));
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings(elsewhere, 0)))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("already served by process " + postgres.pid());
    }
  }

  @Test
  void anUnusableDatabaseNameIsRefused() {
    assertThatThrownBy(() -> platform.postgres().createDatabase("no\"such"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no\"such");
  }

  private static EmbeddedPostgres.Settings settings(Path folder, int port) {
    return new EmbeddedPostgres.Settings(folder, BINARIES, port);
  }

  private static String query(Database database, String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.embedded.EmbeddedPostgres.Database;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service works with a role that cannot harm what was committed. */
class DatabaseRolesIT {

  private static Database writer;
  private static Database relay;
  private static RunningService service;

  @BeforeAll
  static void start() {
    var postgres = EmbeddedPlatform.shared().postgres();
    var owner = EmbeddedPlatform.shared().createDatabase("roles");
    writer = postgres.createLogin(owner, "farm_writer", false);
    relay = postgres.createLogin(owner, "farm_relay", true);
    service =
        RunningService.start(
            writer,
            Map.of(
                "spring.flyway.user", owner.username(),
                "spring.flyway.password", owner.password()));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theServiceDoesItsWorkAsWriter() {
    String token = service.token("tenant", "write");
    var farm = UUID.randomUUID();
    var sync =
        Call.post("/api/v1/farms/sync")
            .bearer(token)
            .with("Idempotency-Key", "once")
            .json(
                """
                {"external_farm_id":"%s","external_user_id":"anna","name":"n",\
                "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
                """
                    .formatted(farm));
    assertThat(service.send(sync).status()).isEqualTo(200);
    assertThat(service.send(sync).header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(service.send(Call.of("DELETE", "/api/v1/farms/" + farm).bearer(token)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update farm_event set version = 9",
        "delete from farm_event",
        "truncate farm_event",
        "update credential_event set payload = null",
        "delete from credential_event",
        "delete from farm",
        "delete from integration_client",
        "alter table farm_event disable trigger all",
        "drop trigger farm_event_is_append_only on farm_event",
        "drop table farm_event",
        "create table mine (id int)",
        "set session_replication_role = replica",
        "alter role farm_writer superuser",
        "select pg_create_logical_replication_slot('mine', 'pgoutput')",
        "update flyway_schema_history set success = false",
        "drop publication farm_relay",
      })
  void theWriterCanRewriteNothing(String sql) {
    assertThatThrownBy(() -> execute(writer, sql)).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into credential_event (event_id, subject, event_type, occurred_at) values (gen_random_uuid(), 's', 't', now())",
        "update farm_event set version = 9",
        "select secret from integration_client",
        "select private_jwk from signing_key",
        "select * from farm",
        "drop table farm_event",
      })
  void theRelayOnlyReadsEvents(String sql) throws SQLException {
    execute(relay, "select count(*) from farm_event");
    assertThatThrownBy(() -> execute(relay, sql)).isInstanceOf(SQLException.class);
  }

  private static void execute(Database login, String sql) throws SQLException {
    try (var connection = login.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class EventStoreIT {

  private static final Logger log = LoggerFactory.getLogger(EventStoreIT.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update farm_event set version = 9",
        "delete from farm_event",
        "truncate farm_event",
        "update credential_event set payload = null",
        "delete from credential_event",
        "truncate credential_event",
      })
  void historyCannotBeRewritten(String sql) {
    var service = RunningService.shared();
    assertThatThrownBy(() -> service.jdbc().sql(sql).update())
        .hasMessageContaining("events are appended, never changed");
  }

  @Test
  void thePublicationCarriesBothEventTables() {
    assertThat(
            RunningService.shared()
                .jdbc()
                .sql(
                    """
                    select tablename from pg_publication_tables where pubname = 'farm_relay'
                    order by tablename\
                    """)
                .query(String.class)
                .list())
        .contains("credential_event", "farm_event")
        .doesNotContain("farm", "integration_client", "api_key", "signing_key");
  }

  @Test
  void aFarmThatSomebodyHoldsIsNotWaitedForLong() throws Exception {
    var farm = UUID.randomUUID();
    try (var service = RunningService.start(Map.of("farm-sync.database.lock-timeout", "200ms"))) {
      var call = sync(farm).bearer(service.token("tenant", "write"));
      assertThat(service.send(call).status()).isEqualTo(200);
      try (var held = service.bean(DataSource.class).getConnection()) {
        held.setAutoCommit(false);
        try (var lock =
            held.prepareStatement("select 1 from farm where external_farm_id = ? for update")) {
          lock.setObject(1, farm);
          lock.execute();
          var refused = service.send(call);
          assertThat(refused.status()).isEqualTo(503);
          assertThat(refused.header("Retry-After")).isEqualTo("1");
        }
        held.rollback();
      }
      assertThat(service.send(call).status()).isEqualTo(200);
    }
  }

  @Test
  void connectionsThatBreakAreReplacedUnnoticed() {
    try (var service = RunningService.start(Map.of("farm-sync.database.pool-size", "4"))) {
      var call = sync(UUID.randomUUID()).bearer(service.token("tenant", "write"));
      assertThat(service.send(call).status()).isEqualTo(200);
      service
          .jdbc()
          .sql(
              """
              select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()\
              """)
          .query((_, _) -> true)
          .list();
      assertThat(service.sendAsIs(call).status()).isEqualTo(200);
    }
  }

  @Test
  void whilePostgresIsAwayCallersAreToldToComeAgainAndSoonItIsAsBefore(@TempDir Path folder) {
    var settings = new EmbeddedPostgres.Settings(folder, Path.of("target", "postgres-binaries"), 0);
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
    int port = postgres.port();
    try (var service =
        RunningService.start(
            postgres.createDatabase("farm"), Map.of("farm-sync.database.connect-timeout", "1s"))) {
      String token = service.token("tenant", "write");
      var call = sync(UUID.randomUUID()).bearer(token);
      assertThat(service.send(call).status()).isEqualTo(200);
      postgres.close();
      var away = service.sendAsIs(call);
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.header("Retry-After")).isEqualTo("1");
      assertThat(away.errors().path("detail").asString()).contains("repeat the request");
      assertThat(service.sendAsIs(Call.get("/readyz")).status()).isEqualTo(503);
      postgres =
          EmbeddedPostgres.start(
              new EmbeddedPostgres.Settings(folder, settings.binariesFolder(), port));
      var returned = Instant.now();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(service.sendAsIs(call).status()).isEqualTo(200));
      log.info(
          "a sync is accepted again {} ms after PostgreSQL is back (promised: 2,000)",
          Duration.between(returned, Instant.now()).toMillis());
    } finally {
      postgres.close();
    }
  }

  private static Call sync(UUID farm) {
    return Call.post("/api/v1/farms/sync")
        .json(
            """
            {"external_farm_id":"%s","external_user_id":"anna","name":"n",\
            "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
            """
                .formatted(farm));
  }
}

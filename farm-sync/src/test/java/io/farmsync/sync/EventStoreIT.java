package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStoreIT {

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
  void thePublicationCarriesBothEventTablesAndNothingElse() {
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
        .containsExactly("credential_event", "farm_event");
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
      var call =
          Call.post("/api/v1/farms/sync")
              .bearer(token)
              .json(
                  """
                  {"external_farm_id":"%s","external_user_id":"anna","name":"n",\
                  "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
                  """
                      .formatted(UUID.randomUUID()));
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
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(service.sendAsIs(call).status()).isEqualTo(200));
    } finally {
      postgres.close();
    }
  }
}

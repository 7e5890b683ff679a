package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.EngineState;
import io.farmsync.schemas.EngineState.Breaker;
import io.farmsync.schemas.Topics;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@QueryApiTest
class EngineReadsIT {

  private static final String HEALTH = "/api/v1/ndvi/health/upstream/";
  private static final String RESET = "/api/v1/ndvi/circuit-breaker/reset/";

  @LocalServerPort int port;

  private World world;
  private String token;

  @BeforeEach
  void enter() {
    world = new World(port);
    token = world.token("tenant-" + UUID.randomUUID(), "read");
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void anEnginesBreakerIsShownAsTheEngineTellsIt() {
    tell(Breaker.CLOSED, 0, null);
    tell(Breaker.OPEN, 3, Instant.now().minusSeconds(20));

    var stac =
        await()
            .atMost(World.SOON)
            .until(
                () -> world.get(token, HEALTH).data().path("engines").path("stac"),
                engine -> engine.path("state").asString("").equals("open"));
    assertThat(stac.propertyNames())
        .containsExactly(
            "engine",
            "state",
            "failure_count",
            "failure_threshold",
            "reset_timeout_secs",
            "seconds_since_last_failure");
    assertThat(stac.path("failure_count").asInt()).isEqualTo(3);
    assertThat(stac.path("seconds_since_last_failure").asLong()).isBetween(20L, 60L);
    assertThat(world.get(null, HEALTH).status()).isEqualTo(401);
  }

  @Test
  void breakersAreResetByAdministratorsOnly() {
    assertThat(world.post(token, RESET, "{}").status()).isEqualTo(401);
    assertThat(world.post(null, RESET, "{}").status()).isEqualTo(401);

    tell(Breaker.OPEN, 3, Instant.now());
    String administrator = world.administrator();
    var answer =
        await()
            .atMost(World.SOON)
            .until(
                () -> world.post(administrator, RESET, "{}"),
                one -> one.data().path("previous_state").asString("").equals("open"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("engine").asString()).isEqualTo("stac");
    assertThat(answer.data().path("new_state").asString()).isEqualTo("closed");
    assertThat(world.post(administrator, RESET + "?engine=modis", "{}").status()).isEqualTo(400);
  }

  private void tell(Breaker state, int failures, @org.jspecify.annotations.Nullable Instant last) {
    world.publish(
        Topics.NDVI_ENGINES,
        "stac",
        new EngineState("stac", state, failures, 3, 60, last, Instant.now()));
  }
}

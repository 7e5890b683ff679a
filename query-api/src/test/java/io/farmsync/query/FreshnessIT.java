package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.query.World.Answer;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.Topics;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@QueryApiTest
class FreshnessIT {

  @LocalServerPort int port;

  private World world;
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final UUID farm = UUID.randomUUID();
  private String token;

  @BeforeEach
  void enter() {
    world = new World(port);
    token = world.token(tenant, "read");
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/boundary/", "/ndvi/latest/", "/ndwi/farm-state/"})
  void aReaderWhoWaitsGetsTheVersionAsSoonAsItIsThere(String route) {
    publish(1, true);
    world.getOnceThere(token, path());
    var waiting = read(path() + route + "?min_version=2", 10);
    publish(2, true);
    var answer = waiting.join();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Farm-Version")).isEqualTo("2");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
  }

  @Test
  void aVersionThatIsNotThereIs503AndNeverAnOlderOne() {
    publish(1, true);
    world.getOnceThere(token, path());
    for (int wait : new int[] {0, 1}) {
      var answer = read(path() + "?min_version=2", wait).join();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.errors().path("code").asString()).isEqualTo("version_not_yet");
    }
  }

  @Test
  void aNewFarmCanBeWaitedFor() {
    var waiting = read(path() + "?min_version=1", 10);
    publish(1, true);
    assertThat(waiting.join().status()).isEqualTo(200);
  }

  @Test
  void anotherTenantsFarmIsLikeOneThatNeverComes() {
    publish(3, true);
    world.getOnceThere(token, path());
    String stranger = world.token("stranger", "read");
    var answer = world.get(stranger, path() + "?min_version=1", "Prefer", "wait=1");
    var never = "/api/v1/farms/" + UUID.randomUUID() + "?min_version=1";
    assertThat(answer.status()).isEqualTo(world.get(stranger, never).status()).isEqualTo(503);
  }

  @Test
  void aRetiredFarmIsGoneAtItsVersionAsWithoutOne() {
    publish(1, true);
    publish(2, false);
    await()
        .atMost(World.SOON)
        .until(() -> world.get(token, path() + "?min_version=2").status() == 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "one", "1.5", "99999999999999999999"})
  void aVersionThatIsNoneIsRefused(String version) {
    var answer = world.get(token, path() + "?min_version=" + version);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().has("min_version")).isTrue();
  }

  @Test
  void everyReadOfAFarmTellsHowOldItMayBe() {
    publish(1, true);
    world.getOnceThere(token, path());
    await()
        .atMost(World.SOON)
        .untilAsserted(() -> {
          String lag = world.get(token, path()).header("X-View-Lag");
          assertThat(lag).matches("[0-9]+");
          assertThat(Long.parseLong(lag)).isLessThan(Duration.ofSeconds(20).toMillis());
        });
    assertThat(world.get(token, "/api/v1/farms/").header("X-View-Lag")).isNotEmpty();
  }

  private CompletableFuture<Answer> read(String path, int wait) {
    return CompletableFuture.supplyAsync(
        () -> world.get(token, path, "Prefer", "respond-async, wait=" + wait),
        Thread::startVirtualThread);
  }

  private String path() {
    return "/api/v1/farms/" + farm;
  }

  private void publish(long version, boolean active) {
    var state = Examples.farm(farm, tenant, version, Examples.BBOX, Examples.NOON, active);
    var type =
        version == 1
            ? FarmEvent.Type.REGISTERED
            : active ? FarmEvent.Type.RENAMED : FarmEvent.Type.RETIRED;
    world.publish(Topics.FARM_EVENTS, farm.toString(), Examples.event(type, state));
  }
}

package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A farm as it was, and commands that come late. */
class HistoryIT {

  private final RunningService service = RunningService.shared();
  private final UUID farm = UUID.randomUUID();
  private final String token = service.token("historians", "write");

  @Test
  void aFarmIsReadAsOfAVersion() {
    sync("First", "");
    sync("Second", "");
    assertThat(get("/events/1").data().at("/farm/name").asString()).isEqualTo("First");
    assertThat(get("/events/2/").data().at("/farm/name").asString()).isEqualTo("Second");
    assertThat(get("/events/3").status()).isEqualTo(404);
  }

  @Test
  void aFarmIsReadAsOfATime() {
    Instant before = Instant.now();
    sync("First", "");
    String first = get("/events/1").data().path("occurred_at").asString();
    sync("Second", "");
    assertThat(get("/events/as-of?time=" + first).data().at("/farm/name").asString())
        .isIn("First", "Second"); // both may have happened in one millisecond
    assertThat(get("/events/as-of?time=9999-01-01T00:00:00Z").data().path("version").asInt())
        .isEqualTo(2);
    assertThat(get("/events/as-of/?time=9999-01-01T00:00:00+02:00").status()).isEqualTo(200);
    assertThat(get("/events/as-of?time=" + before.minusSeconds(60)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?time=", "?time=yesterday", "?time=2026-05-01"})
  void aTimeThatCannotBeReadIsNamed(String query) {
    sync("First", "");
    var refused = get("/events/as-of" + query);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().path("time").isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "01", "x", "9999999999999999999"})
  void whatIsNoVersionIsNotFound(String version) {
    sync("First", "");
    assertThat(get("/events/" + version).status()).isEqualTo(404);
  }

  @Test
  void anotherTenantsHistoryIsAsIfItWereNot() {
    sync("First", "");
    String stranger = service.token("strangers", "read");
    for (String path : new String[] {"/events/1", "/events/as-of?time=9999-01-01T00:00:00Z"}) {
      assertThat(service.send(Call.get("/api/v1/farms/" + farm + path).bearer(stranger)).status())
          .isEqualTo(404);
    }
  }

  @Test
  void aRetryOfAnOlderStateIsRefusedAndChangesNothing() {
    assertThat(sync("Old", "2026-05-01T10:00:00Z").status()).isEqualTo(200);
    assertThat(sync("New", "2026-05-01T14:00:00+02:00").status()).isEqualTo(200);
    var late = sync("Old", "2026-05-01T10:00:00Z");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("source_outdated");
    assertThat(get("/events").data().path("count").asInt()).isEqualTo(2);
  }

  @Test
  void anUnchangedStateThatIsNewerMakesOlderOnesLate() {
    sync("Name", "2026-05-01T10:00:00Z");
    assertThat(sync("Name", "2026-05-01T12:00:00Z").header("X-Farm-Version")).isEqualTo("1");
    assertThat(sync("Other", "2026-05-01T11:00:00Z").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-05-01T10:00:00", "1969-12-31T23:59:59Z"})
  void aSourceTimeThatCannotBeKeptIsRefused(String time) {
    var refused = sync("Name", time);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().path("source_updated_at").isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
  void thePathsOfCommandsAreNoFarms(String method) {
    for (String path :
        new String[] {"/api/v1/farms/sync", "/api/v1/farms/sync/", "/api/v1/farms/sync/batch"}) {
      var refused = service.send(Call.of(method, path).bearer(token));
      assertThat(refused.status()).as(method + " " + path).isEqualTo(405);
      assertThat(refused.header("Allow")).isEqualTo("POST");
    }
  }

  private Answer get(String path) {
    return service.send(Call.get("/api/v1/farms/" + farm + path).bearer(token));
  }

  private Answer sync(String name, String sourceTime) {
    String time = sourceTime.isEmpty() ? "" : ",\"source_updated_at\":\"" + sourceTime + "\"";
    return service.send(
        Call.post("/api/v1/farms/sync")
            .bearer(token)
            .json(
                """
                {"external_farm_id":"%s","external_user_id":"anna","name":"%s",\
                "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}%s}\
                """
                    .formatted(farm, name, time)));
  }
}

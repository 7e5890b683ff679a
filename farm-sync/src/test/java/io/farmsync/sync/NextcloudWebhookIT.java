package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Nextcloud's app webhook_listeners sends for rows of its Tables app. */
class NextcloudWebhookIT {

  private static final String PATH = "/api/v1/integrations/nextcloud/webhook/";
  private static final String TABLES =
      """
      {"7":{"name":31,"south":32,"west":33,"north":34,"east":35},\
      "8":{"external_farm_id":40,"external_user_id":41,"name":42,"geometry":43}}\
      """;
  private static RunningService service;
  private static String key;

  @BeforeAll
  static void start() {
    service =
        RunningService.start(
            Map.of("farm-sync.nextcloud.tables", TABLES, "farm.throttle.api-key", "1/min"));
    key = key("write");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aRowThatIsAddedChangedAndDeletedIsAFarm() {
    var added = send(event("RowAddedEvent", 7, 1, row("Shamba")), 1767225600);
    assertThat(added.status()).as(added.body()).isEqualTo(200);
    assertThat(added.data().path("version").asInt()).isEqualTo(1);
    String farm = added.data().path("external_farm_id").asString();
    var changed = send(event("RowUpdatedEvent", 7, 1, row("Meadow")), 1767225700);
    assertThat(changed.data().path("external_farm_id").asString()).isEqualTo(farm);
    assertThat(changed.data().path("version").asInt()).isEqualTo(2);
    var again = send(event("RowUpdatedEvent", 7, 1, row("Meadow")), 1767225700);
    assertThat(again.data().path("changed").asBoolean()).isFalse();
    var deleted = send(event("RowDeletedEvent", 7, 1, row("Meadow")), 1767225800);
    assertThat(deleted.data().path("version").asInt()).isEqualTo(3);
    var history =
        service.send(
            Call.get("/api/v1/farms/" + farm + "/events").bearer(service.token("hooks", "read")));
    assertThat(history.data().at("/results/0/farm/external_user_id").asString()).isEqualTo("carol");
    assertThat(history.data().at("/results/2/farm/is_active").asBoolean()).isFalse();
  }

  @Test
  void anEventThatComesLateDoesNotUndoALaterOne() {
    send(event("RowAddedEvent", 7, 2, row("First")), 1767225600);
    send(event("RowUpdatedEvent", 7, 2, row("Third")), 1767225800);
    var late = send(event("RowUpdatedEvent", 7, 2, row("Second")), 1767225700);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("source_outdated");
  }

  @Test
  void aTableMayHoldTheFarmsIdItsOwnerAndItsOutline() {
    var farm = UUID.randomUUID();
    String values =
        """
        {"40":"%s","41":"dora","42":"Field","43":"{\\"type\\":\\"Polygon\\",\\"coordinates\\":\
        [[[36.7,-1.3],[36.8,-1.3],[36.8,-1.2],[36.7,-1.2],[36.7,-1.3]]]}"}\
        """
            .formatted(farm);
    var added = send(event("RowAddedEvent", 8, 1, values), 1767225600);
    assertThat(added.status()).as(added.body()).isEqualTo(200);
    assertThat(added.data().path("external_farm_id").asString()).isEqualTo(farm.toString());
  }

  @Test
  void aRowThatIsNoFarmIsRefusedWithWhatIsWrong() {
    var refused =
        send(event("RowAddedEvent", 7, 3, "{\"31\":\"\",\"32\":-1.3,\"33\":36.7}"), 1767225600);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().path("name").isArray()).isTrue();
    assertThat(refused.errors().at("/bbox/north").isArray()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"RowAddedEvent,9,tableId", "TableDeletedEvent,7,class"})
  void otherEventsAreRefusedSoThatNextcloudsLogTells(String event, int table, String member) {
    var refused = send(event(event, table, 1, row("n")), 1767225600);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().at("/event/" + member).isArray()).isTrue();
  }

  @Test
  void theSecretIsAnApiKeyThatMayWrite() {
    var call = Call.post(PATH).body("text/plain", event("RowAddedEvent", 7, 4, row("n")));
    assertThat(service.send(call).status()).isEqualTo(401);
    assertThat(service.send(call.with("X-API-Key", "wk_live_" + "x".repeat(43))).status())
        .isEqualTo(401);
    assertThat(service.send(call.with("X-API-Key", key("read"))).status()).isEqualTo(403);
    assertThat(service.send(call.bearer(service.token("hooks", "write"))).status()).isEqualTo(401);
  }

  @Test
  void aWordThatIsNoTimeIsRefused() {
    var refused =
        service.send(
            Call.post(PATH)
                .with("X-API-Key", key)
                .body(
                    "text/plain",
                    "{\"event\":%s,\"time\":\"now\"}"
                        .formatted(event("RowAddedEvent", 7, 5, row("n")))));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().path("time").isArray()).isTrue();
  }

  private static Answer send(String event, long time) {
    String message =
        "{\"event\":%s,\"user\":{\"uid\":\"carol\",\"displayName\":\"Carol\"},\"time\":%d}"
            .formatted(event, time);
    return service.send(
        Call.post(PATH).with("X-API-Key", key).body("application/octet-stream", message));
  }

  private static String event(String name, int table, int row, String values) {
    return """
    {"class":"OCA\\\\Tables\\\\Event\\\\%s","tableId":%d,"rowId":%d,"previousValues":null,"values":%s}\
    """
        .formatted(name, table, row, values);
  }

  private static String row(String name) {
    return "{\"31\":\"%s\",\"32\":-1.3,\"33\":36.7,\"34\":-1.2,\"35\":36.8}".formatted(name);
  }

  private static String key(String scope) {
    return service
        .send(
            Call.post("/api/v1/keys/")
                .bearer(service.administrationToken())
                .json(
                    "{\"name\":\"hook\",\"tenant\":\"hooks\",\"user_id\":\"nextcloud\",\"scope\":\"%s\"}"
                        .formatted(scope)))
        .data()
        .path("api_key")
        .asString();
  }
}

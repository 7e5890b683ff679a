package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.embedded.EmbeddedPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAdministrationIT {

  private static final String CLIENTS = "/api/v1/integrations/clients/";
  private static final String PING = "/api/v1/integrations/nextcloud/ping/";

  private final RunningService service = RunningService.shared();
  private final String name = "client-" + UUID.randomUUID();

  @Test
  void aNewClientHasASecretThatIsShownOnceAndRestsEncrypted() {
    var created = create("{\"name\":\" " + name + " \"}");
    assertThat(created.status()).isEqualTo(201);
    var data = created.data();
    assertThat(data.path("name").asString()).isEqualTo(name);
    assertThat(UUID.fromString(data.path("id").asString())).isNotNull();
    assertThat(UUID.fromString(data.path("client_id").asString())).isNotNull();
    byte[] secret = Base64.getDecoder().decode(data.path("client_secret").asString());
    assertThat(secret).hasSize(32);
    assertThat(data.path("tenant").asString()).isEqualTo(data.path("client_id").asString());
    assertThat(data.path("scope").asString()).isEqualTo("read");
    var read = send(Call.get(CLIENTS + data.path("id").asString() + "/"));
    assertThat(read.body()).doesNotContain("secret");
    assertThat(read.data().path("is_active").asBoolean()).isTrue();
    assertThat(read.data().path("rotated_at").isNull()).isTrue();
    byte[] stored =
        service
            .jdbc()
            .sql("select secret from integration_client where id = ?")
            .param(UUID.fromString(data.path("id").asString()))
            .query(byte[].class)
            .single();
    assertThat(Base64.getEncoder().encodeToString(stored))
        .doesNotContain(Base64.getEncoder().encodeToString(secret));
  }

  @Test
  void aNameIsTakenOnce() {
    var first = create("{\"name\":\"" + name + "\"}");
    var second = create("{\"name\":\"" + name + "\"}");
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.errors().propertyNames()).containsExactly("name");
    var other = create("{\"name\":\"" + name + "-2\"}");
    var renamed = patch(other, "{\"name\":\"" + name + "\"}");
    assertThat(renamed.status()).isEqualTo(400);
    assertThat(patch(first, "{\"name\":\"" + name + "\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name | {}",
        "name | {\"name\":\" \"}",
        "name | {\"name\":5}",
        "name | {\"name\":\"a\\u0000\"}",
        "is_active | {\"name\":\"NAME\",\"is_active\":\"yes\"}",
        "scope | {\"name\":\"NAME\",\"scope\":\"all\"}",
        "tenant | {\"name\":\"NAME\",\"tenant\":\"\"}",
        "non_field_errors | []",
      })
  void anInvalidClientIsRefusedByFieldAndNotMade(String field, String json) {
    long before = service.count("integration_client") + service.count("credential_event");
    var answer = create(json.replace("NAME", name));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
    assertThat(service.count("integration_client") + service.count("credential_event"))
        .isEqualTo(before);
  }

  @Test
  void clientsAreListedByNameInPages() {
    create("{\"name\":\"" + name + "\"}");
    create("{\"name\":\"" + name + "-2\"}");
    var page = send(Call.get(CLIENTS + "?page_size=1&page=2")).data();
    assertThat(page.path("count").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(page.path("results")).hasSize(1);
    assertThat(page.path("previous").asString()).isEqualTo(CLIENTS + "?page=1&page_size=1");
    assertThat(send(Call.get(CLIENTS + "?page_size=101")).status()).isEqualTo(400);
  }

  @Test
  void aDeactivatedClientIsUnknownAtOnceAndItsTokensToo() {
    var client = service.client("tenant-" + UUID.randomUUID(), "read");
    String token = service.token(client);
    var whoAmI = Call.get("/api/v1/integrations/whoami").bearer(token);
    assertThat(service.send(whoAmI).status()).isEqualTo(200);
    send(Call.of("PATCH", CLIENTS + client.id()).json("{\"is_active\":false}"));
    assertThat(service.send(client.sign(Call.get(PING))).code()).isEqualTo("unknown_client");
    assertThat(service.send(whoAmI).status()).isEqualTo(401);
    var refused = send(Call.post(CLIENTS + client.id() + "/rotate-secret/"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("message").asString())
        .isEqualTo("Integration client is disabled");
  }

  @Test
  void rotationOverlapsForOneSecretOnly() {
    var first = service.client("tenant-" + UUID.randomUUID(), "read");
    var second = rotated(first);
    assertThat(service.send(first.sign(Call.get(PING))).status()).isEqualTo(200);
    assertThat(service.send(second.sign(Call.get(PING))).status()).isEqualTo(200);
    var third = rotated(second);
    assertThat(service.send(first.sign(Call.get(PING))).code()).isEqualTo("sig_mismatch");
    assertThat(service.send(second.sign(Call.get(PING))).status()).isEqualTo(200);
    assertThat(service.send(third.sign(Call.get(PING))).status()).isEqualTo(200);
    service
        .jdbc()
        .sql("update integration_client set previous_expires_at = now() where id = ?")
        .param(UUID.fromString(first.id()))
        .update();
    assertThat(service.send(second.sign(Call.get(PING))).code()).isEqualTo("sig_mismatch");
  }

  @Test
  void everyChangeIsToldToTheOtherServices() {
    var client = service.client("tenant-" + UUID.randomUUID(), "read");
    send(Call.of("PATCH", CLIENTS + client.id()).json("{\"is_active\":false}"));
    var events =
        service
            .jdbc()
            .sql("select payload from credential_event where subject = ? order by position")
            .param(client.clientId())
            .query(String.class)
            .list();
    assertThat(events).hasSize(2).allSatisfy(event -> assertThat(event).doesNotContain("secret"));
    assertThat(events.getFirst()).contains("\"active\":true");
    assertThat(events.getLast()).contains("\"active\":false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60"})
  void aClientThatIsNotThereIs404(String id) {
    assertThat(send(Call.get(CLIENTS + id)).status()).isEqualTo(404);
    assertThat(send(Call.of("PATCH", CLIENTS + id).json("{}")).status()).isEqualTo(404);
    assertThat(send(Call.post(CLIENTS + id + "/rotate-secret")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE"})
  void clientsAreNotReplacedOrDeleted(String method) {
    var client = service.client("tenant-" + UUID.randomUUID(), "read");
    assertThat(send(Call.of(method, CLIENTS + client.id()).json("{}")).status()).isEqualTo(405);
  }

  @Test
  void clientsOfTheConfigurationAreThereFromTheStartAndStayAsAdministratorsLeftThem() {
    String secret = Base64.getEncoder().encodeToString(new byte[32]);
    var database = EmbeddedPlatform.shared().createDatabase("seeded");
    var settings = Map.of("farm-sync.hmac.clients", "{\"nextcloud\":\"" + secret + "\"}");
    var client = new TestClient("", "nextcloud", secret);
    try (var seeded = RunningService.start(database, settings)) {
      assertThat(seeded.send(client.sign(Call.get(PING))).status()).isEqualTo(200);
      String id =
          seeded
              .jdbc()
              .sql("select id::text from integration_client where client_id = 'nextcloud'")
              .query(String.class)
              .single();
      seeded.send(
          Call.of("PATCH", CLIENTS + id)
              .bearer(seeded.administrationToken())
              .json("{\"is_active\":false}"));
    }
    try (var again = RunningService.start(database, settings)) {
      assertThat(again.send(client.sign(Call.get(PING))).code()).isEqualTo("unknown_client");
      assertThat(again.count("signing_key")).isEqualTo(1);
    }
  }

  @Test
  void badConfigurationStopsTheStart() {
    assertThatThrownBy(() -> RunningService.start(Map.of("farm-sync.hmac.clients", "[]")))
        .hasRootCauseMessage(
            "farm-sync.hmac.clients (INTEGRATION_HMAC_CLIENTS_JSON) must be a JSON object"
                + " (bad_json)");
    assertThatThrownBy(() -> RunningService.start(Map.of("farm-sync.secret-key", "short")))
        .rootCause()
        .hasMessageContaining("FARM_SYNC_SECRET_KEY");
  }

  private TestClient rotated(TestClient client) {
    var answer = send(Call.post(CLIENTS + client.id() + "/rotate-secret/"));
    assertThat(answer.status()).isEqualTo(200);
    var data = answer.data();
    assertThat(data.path("client_id").asString()).isEqualTo(client.clientId());
    assertThat(Instant.parse(data.path("previous_valid_until").asString()))
        .isBetween(
            Instant.now().plus(Duration.ofHours(71)), Instant.now().plus(Duration.ofHours(73)));
    return new TestClient(client.id(), client.clientId(), data.path("client_secret").asString());
  }

  private Answer create(String json) {
    return send(Call.post(CLIENTS).json(json));
  }

  private Answer patch(Answer created, String json) {
    return send(Call.of("PATCH", CLIENTS + created.data().path("id").asString()).json(json));
  }

  private Answer send(Call call) {
    return service.send(call.bearer(service.administrationToken()));
  }
}

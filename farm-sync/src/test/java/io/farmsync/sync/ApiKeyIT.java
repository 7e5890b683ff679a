package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyIT {

  private static final String KEYS = "/api/v1/keys/";
  private static final Call PING = Call.get("/api/v1/integrations/ping/");
  private static final Call TOKEN = Call.post("/api/v1/integrations/token/");

  private final RunningService service = RunningService.shared();
  private final String tenant = "tenant-" + UUID.randomUUID();

  @Test
  void aKeyOpensThePingAndSaysWhoseItIs() {
    var issued = issue("read");
    assertThat(issued.status()).isEqualTo(201);
    String text = text(issued);
    assertThat(text).matches("wk_live_[A-Za-z0-9_-]{43}");
    var pong = service.send(PING.with("X-API-Key", text));
    assertThat(pong.json().path("message").asString()).isEqualTo("pong");
    assertThat(pong.data().path("auth").asString()).isEqualTo("api_key");
    assertThat(pong.data().path("user_id").asString()).isEqualTo("anna");
    assertThat(pong.data().path("key_id").asString()).isEqualTo(id(issued));
    assertThat(pong.data().path("scope").asString()).isEqualTo("read");
  }

  @Test
  void theLastUseOfAKeyIsNoted() {
    var issued = issue("read");
    service.send(PING.with("X-API-Key", text(issued)));
    var noted =
        admin(Call.get(KEYS))
            .data()
            .path("results")
            .valueStream()
            .filter(key -> key.path("id").asString().equals(id(issued)))
            .findFirst()
            .orElseThrow();
    assertThat(noted.path("last_used_at").isString()).isTrue();
    assertThat(noted.path("api_key").isNull()).isTrue();
  }

  @Test
  void theTextOfAKeyIsShownOnceAndStoredNowhere() {
    String text = text(issue("read"));
    assertThat(admin(Call.get(KEYS)).body()).doesNotContain(text);
    var stored =
        service
            .jdbc()
            .sql("select hash from api_key where tenant = ?")
            .param(tenant)
            .query(String.class)
            .single();
    assertThat(stored).matches("[0-9a-f]{64}");
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    var issued = issue("read");
    assertThat(admin(Call.of("DELETE", KEYS + id(issued) + "/")).status()).isEqualTo(200);
    var refused = service.send(PING.with("X-API-Key", text(issued)));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("message").asString()).isEqualTo("Invalid or expired API key.");
    assertThat(admin(Call.of("DELETE", KEYS + id(issued))).status()).isEqualTo(200);
  }

  @Test
  void aBadRotationLeavesTheOldKeyInForceAndAGoodOneReplacesIt() {
    var issued = issue("write");
    String rotate = KEYS + id(issued) + "/rotate/";
    var refused = admin(Call.post(rotate).json("{\"expires_at\":\"yesterday\"}"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(service.send(PING.with("X-API-Key", text(issued))).status()).isEqualTo(200);
    var replaced = admin(Call.post(rotate));
    assertThat(replaced.status()).isEqualTo(201);
    assertThat(replaced.data().path("scope").asString()).isEqualTo("write");
    assertThat(service.send(PING.with("X-API-Key", text(issued))).status()).isEqualTo(401);
    assertThat(service.send(PING.with("X-API-Key", text(replaced))).status()).isEqualTo(200);
    assertThat(admin(Call.post(rotate)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"write, read, read", "read, admin, read", "admin, write, write"})
  void aTokenHasTheNarrowerScopeOfClientAndKey(String client, String key, String expected)
      throws Exception {
    String text = text(issue(key));
    var signed = service.client(tenant, client).sign(TOKEN).with("X-API-Key", text);
    var token = SignedJWT.parse(service.send(signed).data().path("access").asString());
    assertThat(token.getJWTClaimsSet().getStringClaim("scope")).isEqualTo(expected);
  }

  @Test
  void aKeyOfAnotherTenantGivesNoToken() {
    String text = text(issue("read"));
    var stranger = service.client("tenant-" + UUID.randomUUID(), "read");
    assertThat(service.send(stranger.sign(TOKEN).with("X-API-Key", text)).status()).isEqualTo(401);
  }

  @Test
  void aClientThatMustShowAKeyGetsNoTokenWithoutIt() {
    String json =
        "{\"name\":\"%s\",\"tenant\":\"%s\",\"requires_api_key\":true}"
            .formatted(UUID.randomUUID(), tenant);
    var created = admin(Call.post("/api/v1/integrations/clients").json(json)).data();
    var client =
        new TestClient(
            created.path("id").asString(),
            created.path("client_id").asString(),
            created.path("client_secret").asString());
    assertThat(service.send(client.sign(TOKEN)).status()).isEqualTo(401);
    var signed = client.sign(TOKEN).with("X-API-Key", text(issue("read")));
    assertThat(service.send(signed).status()).isEqualTo(200);
  }

  @Test
  void aKeyWithScopeWriteSyncsFarmsOfItsTenant() {
    var answer =
        service.send(
            Call.post("/api/v1/farms/sync")
                .with("X-API-Key", text(issue("write")))
                .json(
                    """
                    {"external_farm_id":"%s","external_user_id":"anna","name":"n",\
                    "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
                    """
                        .formatted(UUID.randomUUID())));
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tenant | {}",
        "tenant | {\"tenant\":5}",
        "scope | {\"tenant\":\"t\",\"scope\":\"all\"}",
        "name | {\"tenant\":\"t\",\"name\":\"\"}",
        "expires_at | {\"tenant\":\"t\",\"expires_at\":\"2020-01-01T00:00:00Z\"}",
        "non_field_errors | []",
      })
  void anInvalidKeyIsRefusedByFieldAndNotMade(String field, String json) {
    long before = service.count("api_key");
    var answer = admin(Call.post(KEYS).json(json));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
    assertThat(service.count("api_key")).isEqualTo(before);
  }

  @Test
  void keysAreAdministeredByAdministratorsOnly() {
    String token = service.token(tenant, "admin");
    assertThat(service.send(Call.get(KEYS).bearer(token)).status()).isEqualTo(401);
    assertThat(service.send(Call.get(KEYS).with("X-API-Key", text(issue("admin")))).status())
        .isEqualTo(401);
  }

  private Answer issue(String scope) {
    return admin(
        Call.post(KEYS)
            .json(
                "{\"name\":\"laptop\",\"tenant\":\"%s\",\"user_id\":\"anna\",\"scope\":\"%s\"}"
                    .formatted(tenant, scope)));
  }

  private Answer admin(Call call) {
    return service.send(call.bearer(service.administrationToken()));
  }

  private static String text(Answer answer) {
    return answer.data().path("api_key").asString();
  }

  private static String id(Answer answer) {
    return answer.data().path("id").asString();
  }
}

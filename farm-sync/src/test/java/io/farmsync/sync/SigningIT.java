package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningIT {

  private static final String PING = "/api/v1/integrations/nextcloud/ping/";
  private static final String TOKEN = "/api/v1/integrations/token/";

  private final RunningService service = RunningService.shared();
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final TestClient client = service.client(tenant, "write");

  @ParameterizedTest
  @ValueSource(
      strings = {
        PING,
        "/api/v1/integrations/nextcloud/ping",
        PING + "?a=1&b=x%20y",
      })
  void aSignedPingNamesTheClient(String path) {
    var answer = service.send(client.sign(Call.get(path)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().toString())
        .isEqualTo("{\"ok\":true,\"client_id\":\"" + client.clientId() + "\"}");
  }

  @Test
  void theOtherFamilyOfHeadersAndBase64WorkToo() {
    var now = Instant.now();
    String nonce = UUID.randomUUID().toString();
    String hex = client.signature("GET", PING, "", now, nonce, new byte[0]);
    var answer =
        service.send(
            Call.get(PING)
                .with("x-nc-client-id", client.clientId())
                .with("X-NC-TIMESTAMP", Long.toString(now.getEpochSecond()))
                .with("X-Nonce", nonce)
                .with(
                    "X-NC-SIGNATURE",
                    Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex))));
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aReplayIsRefusedOnEveryRoute() {
    var call = client.sign(Call.get(PING), Instant.now(), "once-" + UUID.randomUUID());
    assertThat(service.send(call).status()).isEqualTo(200);
    var replayed = service.send(call);
    assertThat(replayed.status()).isEqualTo(403);
    assertThat(replayed.json().path("message").asString()).isEqualTo("Invalid Nextcloud signature");
    assertThat(replayed.errors().toString())
        .isEqualTo("{\"detail\":\"Invalid Nextcloud signature\",\"code\":\"replay\"}");
    String nonce = call.headers().get("X-Nonce");
    var elsewhere = client.sign(Call.post(TOKEN), Instant.now(), String.valueOf(nonce));
    assertThat(service.send(elsewhere).code()).isEqualTo("replay");
  }

  @Test
  void refusalsHaveTheCodesOfTheContract() {
    var now = Instant.now();
    assertThat(service.send(Call.get(PING)).code()).isEqualTo("missing_headers");
    assertThat(service.send(client.sign(Call.get(PING), now.minusSeconds(400), "a")).code())
        .isEqualTo("skew");
    assertThat(service.send(client.sign(Call.get(PING)).with("X-Timestamp", "soon")).code())
        .isEqualTo("skew");
    assertThat(service.send(client.sign(Call.get(PING)).with("X-Client-Id", "x")).code())
        .isEqualTo("unknown_client");
    assertThat(service.send(client.sign(Call.get(PING)).with("X-Nonce", "changed")).code())
        .isEqualTo("sig_mismatch");
    assertThat(
            service
                .send(client.sign(Call.get(PING)).to("/api/v1/integrations/nextcloud/ping"))
                .code())
        .isEqualTo("path_mismatch");
    assertThat(service.send(client.sign(Call.post(TOKEN)).json("{}")).code())
        .isEqualTo("body_hash_mismatch");
    String asHead = client.signature("HEAD", PING, "", now, "h", new byte[0]);
    assertThat(service.send(client.headers(Call.get(PING), now, "h", asHead)).code())
        .isEqualTo("method_mismatch");
  }

  @Test
  void aSignatureOfOtherCharactersIsAMismatchAndNoServerError() throws Exception {
    var signed = client.sign(Call.get(PING));
    var raw = new StringBuilder("GET " + PING + " HTTP/1.1\r\nHost: localhost\r\n");
    signed
        .headers()
        .forEach((name, value) ->
            raw.append(name)
                .append(": ")
                .append(name.equals("X-Signature") ? "zażółć" : value)
                .append("\r\n"));
    raw.append("Connection: close\r\n\r\n");
    try (var socket = new Socket("localhost", service.port())) {
      socket.getOutputStream().write(raw.toString().getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").contains("\"code\":\"sig_mismatch\"");
    }
  }

  @Test
  void signingAsOneClientAndNamingAnotherGivesNobodyAToken() {
    var victim = service.client("tenant-" + UUID.randomUUID(), "admin");
    var now = Instant.now();
    String nonce = UUID.randomUUID().toString();
    String signature = client.signature("POST", TOKEN, "", now, nonce, new byte[0]);
    var answer =
        service.send(
            client
                .headers(Call.post(TOKEN), now, nonce, signature)
                .with("X-NC-CLIENT-ID", client.clientId())
                .with("X-Client-Id", victim.clientId()));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("client_mismatch");
  }

  @Test
  void anUnsignedMethodIs405AndNot403() {
    var answer = service.send(client.sign(Call.of("DELETE", TOKEN)));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void aTokenCarriesTheClaimsOfTheContractAndVerifiesWithThePublishedKey() throws Exception {
    var answer = service.send(client.sign(Call.post(TOKEN).json("{\"ignored\":1}")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().path("token_type").asString()).isEqualTo("Bearer");
    assertThat(answer.data().path("expires_in").asInt()).isEqualTo(300);
    var jwt = SignedJWT.parse(answer.data().path("access").asString());
    var keys = JWKSet.parse(service.send(Call.get("/.well-known/jwks.json")).body());
    assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
    var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey();
    assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
    var claims = jwt.getJWTClaimsSet();
    assertThat(claims.getClaims())
        .containsEntry("token_type", "access")
        .containsEntry("sub", client.clientId())
        .containsEntry("user_id", client.clientId())
        .containsEntry("client_id", client.clientId())
        .containsEntry("tenant", tenant)
        .containsEntry("scope", "write")
        .containsEntry("iss", "farm-intelligence-platform");
    assertThat(claims.getAudience()).containsExactly("nextcloud");
    assertThat(claims.getJWTID()).matches("[0-9a-f]{32}");
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));
  }

  @Test
  void aTokenSaysWhoItsBearerIs() {
    var answer =
        service.send(Call.get("/api/v1/integrations/whoami/").bearer(service.token(client)));
    assertThat(answer.data().path("sub").asString()).isEqualTo(client.clientId());
    assertThat(answer.data().path("client_id").asString()).isEqualTo(client.clientId());
    assertThat(answer.data().path("scope").asString()).isEqualTo("write");
    assertThat(OffsetDateTime.parse(answer.data().path("server_time").asString()).toInstant())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void aBadApiKeyIsReportedBeforeTheSignature() {
    var answer = service.send(Call.post(TOKEN).with("X-API-Key", "wk_live_bad"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
    assertThat(answer.json().path("message").asString()).isEqualTo("Invalid or expired API key.");
  }

  @Test
  void anIntegrationTokenOpensNoAdministration() {
    String token = service.token("tenant-" + UUID.randomUUID(), "admin");
    var answer = service.send(Call.get("/api/v1/integrations/clients/").bearer(token));
    assertThat(answer.status()).isEqualTo(401);
    var reversed =
        service.send(
            Call.get("/api/v1/integrations/whoami/").bearer(service.administrationToken()));
    assertThat(reversed.status()).isEqualTo(401);
  }

  @Test
  void nextcloudFindsItsStatusAndAPictureThatIsOne() throws Exception {
    String token = service.token(client);
    var status = service.send(Call.get("/api/v1/integrations/nextcloud/status/").bearer(token));
    assertThat(status.data().at("/capabilities/png_preview").asBoolean()).isTrue();
    assertThat(status.data().path("version").asString()).isNotEmpty();
    var picture =
        service.send(Call.get("/api/v1/integrations/nextcloud/preview.png").bearer(token));
    assertThat(picture.header("Content-Type")).isEqualTo("image/png");
    assertThat(picture.header("Cache-Control")).isEqualTo("no-store");
    var image =
        ImageIO.read(
            new ByteArrayInputStream(picture.body().getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(image.getWidth()).isEqualTo(1);
    var refused = service.send(Call.get("/api/v1/integrations/nextcloud/preview.png"));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("status").asInt()).isEqualTo(1);
  }

  @Test
  void healthNeedsNoCredentials() {
    var answer = service.send(Call.get("/api/v1/integrations/health/"));
    assertThat(answer.data().path("ok").asBoolean()).isTrue();
  }

  @Test
  void anUnknownPathIsAnEnvelope() {
    var answer = service.send(Call.get("/api/v1/integrations/nothing").with("Accept", "image/png"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().propertyNames())
        .containsExactly("status", "message", "data", "errors", "request_id");
  }

  @Test
  void goodAndBadSignaturesAreThrottledApart() {
    try (var slow = RunningService.start(Map.of("farm.throttle.api-key", "3/h"))) {
      var good = slow.client(tenant, "read");
      for (int i = 0; i < 3; i++) {
        assertThat(slow.send(good.sign(Call.get(PING)).with("X-Nonce", "bad")).status())
            .isEqualTo(403);
      }
      var throttled = slow.send(good.sign(Call.get(PING)).with("X-Nonce", "bad"));
      assertThat(throttled.status()).isEqualTo(429);
      assertThat(throttled.json().path("message").asString()).isEqualTo("Too Many Requests");
      assertThat(Integer.parseInt(throttled.header("Retry-After"))).isPositive();
      for (int i = 0; i < 3; i++) {
        assertThat(slow.send(good.sign(Call.get(PING))).status()).isEqualTo(200);
      }
      assertThat(slow.send(good.sign(Call.post(TOKEN))).status()).isEqualTo(429);
    }
  }
}

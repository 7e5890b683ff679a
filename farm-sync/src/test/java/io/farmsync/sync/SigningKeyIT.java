package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.sync.token.SigningKeyMaker;
import io.farmsync.sync.token.SigningKeys;
import io.farmsync.sync.token.SigningKeys.KeyRecord;
import io.farmsync.sync.token.SigningKeys.Turn;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that sign tokens take turns, and no token is refused for it. */
class SigningKeyIT {

  private static final Turn YEARLY =
      new Turn(Duration.ofDays(365), Duration.ofHours(1), Duration.ofDays(2));
  private static final Call WHO = Call.get("/api/v1/integrations/whoami");

  private final RunningService service = RunningService.start(Map.of());
  private final SigningKeys keys = service.bean(SigningKeys.class);
  private final SigningKeyMaker maker = service.bean(SigningKeyMaker.class);

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aNewKeyIsPublishedBeforeItSigns() {
    String first = keys.current().keyId();
    KeyRecord next = keys.rotate(maker, YEARLY);
    assertThat(keys.current().keyId()).isEqualTo(first);
    assertThat(service.send(Call.get("/.well-known/jwks.json")).body())
        .contains(first, next.keyId());
  }

  @Test
  void tokensOfTheKeyBeforeStayGoodUntilItRetires() {
    String token = service.token("tenant", "read");
    var atOnce = new Turn(Duration.ofDays(365), Duration.ZERO, Duration.ofDays(2));
    KeyRecord next = keys.rotate(maker, atOnce);
    assertThat(keys.current().keyId()).isEqualTo(next.keyId());
    assertThat(service.send(WHO.bearer(token)).status()).isEqualTo(200);
    assertThat(keys.rotateIfDue(maker, atOnce)).isZero();
    var forgetful = new Turn(Duration.ofDays(365), Duration.ZERO, Duration.ZERO);
    assertThat(keys.rotateIfDue(maker, forgetful)).isEqualTo(1);
    assertThat(service.send(WHO.bearer(token)).status()).isEqualTo(401);
    assertThat(service.send(Call.get("/.well-known/jwks.json")).body()).contains(next.keyId());
  }

  @Test
  void aKeyThatSignedLongEnoughGetsASuccessorOnce() {
    var due = new Turn(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(2));
    assertThat(keys.rotateIfDue(maker, YEARLY)).isZero();
    assertThat(keys.rotateIfDue(maker, due)).isEqualTo(1);
    assertThat(keys.rotateIfDue(maker, due)).isZero();
    assertThat(keys.list()).hasSize(2);
  }

  @Test
  void aStolenKeyIsRevokedAndAnotherOneSignsAtOnce() {
    String token = service.token("tenant", "read");
    String stolen = keys.current().keyId();
    var revoked = administer(Call.of("DELETE", "/api/v1/signing-keys/" + stolen));
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.data().path("active").asBoolean()).isFalse();
    assertThat(service.send(WHO.bearer(token)).status()).isEqualTo(401);
    assertThat(keys.current().keyId()).isNotEqualTo(stolen);
  }

  @Test
  void keysAreAdministeredByAdministratorsOnly() {
    var rotate = Call.post("/api/v1/signing-keys/rotate");
    assertThat(service.send(rotate.bearer(service.token("tenant", "admin"))).status())
        .isEqualTo(401);
    assertThat(administer(rotate).status()).isEqualTo(201);
    var listed = administer(Call.get("/api/v1/signing-keys/"));
    assertThat(listed.data().size()).isEqualTo(2);
    assertThat(listed.body()).doesNotContain("private");
    assertThat(administer(Call.of("DELETE", "/api/v1/signing-keys/none")).status()).isEqualTo(404);
  }

  private Answer administer(Call call) {
    return service.send(call.bearer(service.administrationToken()));
  }
}

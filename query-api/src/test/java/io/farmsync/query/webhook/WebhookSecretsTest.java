package io.farmsync.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.secret.Secret;
import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.schemas.Webhook.Registration;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebhookSecretsTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final UUID ID = UUID.fromString("3b1c2d4e-5f60-4718-8293-a4b5c6d7e8f9");

  private final SecureRandom random = new SecureRandom();
  private final WebhookSecrets secrets =
      new WebhookSecrets(new SecretCipher(Secret.random(random), random), random);

  /** The values that the specification's reference libraries are tested with. */
  @Test
  void signsAsTheSpecificationsOwnLibrariesDo() {
    var secret = Secret.ofBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(WebhookSecrets.sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", NOW, BODY))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsWithTheOldSecretTooUntilItsTimeIsOver() {
    var present = secrets.make();
    var old = secrets.make();
    var webhook =
        webhook(secrets.encrypt(ID, present), secrets.encrypt(ID, old), NOW.plusSeconds(60));
    assertThat(secrets.signatures(webhook, "m", NOW, BODY))
        .isEqualTo(
            WebhookSecrets.sign(present, "m", NOW, BODY)
                + " "
                + WebhookSecrets.sign(old, "m", NOW, BODY));
    var later = NOW.plusSeconds(60);
    assertThat(secrets.signatures(webhook, "m", later, BODY))
        .isEqualTo(WebhookSecrets.sign(present, "m", later, BODY));
  }

  @Test
  void aSecretIsToldWithThePrefixOfTheSpecification() {
    var secret = secrets.make();
    assertThat(WebhookSecrets.text(secret)).isEqualTo("whsec_" + secret.base64());
  }

  private static Registration webhook(
      String secret, @Nullable String previous, @Nullable Instant until) {
    return new Registration(
        ID,
        "tenant",
        "https://receiver.example/",
        List.of("farm"),
        secret,
        previous,
        until,
        "start",
        NOW,
        null,
        NOW,
        NOW);
  }
}

package io.farmsync.query.webhook;

import io.farmsync.platform.secret.Secret;
import io.farmsync.platform.secret.SecretCipher;
import io.farmsync.schemas.Webhook.Registration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets of webhooks: made, kept encrypted, and signed with (Standard Webhooks 1.0). */
public final class WebhookSecrets {

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretCipher cipher;
  private final SecureRandom random;

  public WebhookSecrets(SecretCipher cipher, SecureRandom random) {
    this.cipher = cipher;
    this.random = random;
  }

  public Secret make() {
    return Secret.random(random);
  }

  /** As its owner is told it, once: {@code whsec_} and base64. */
  public static String text(Secret secret) {
    return PREFIX + secret.base64();
  }

  public String encrypt(UUID webhook, Secret secret) {
    return Base64.getEncoder().encodeToString(cipher.encrypt(secret, place(webhook)));
  }

  /**
   * The header {@code webhook-signature}: one signature, or two while an old secret still counts.
   *
   * @param id of the message
   * @param sentAt of this attempt
   */
  public String signatures(Registration webhook, String id, Instant sentAt, byte[] body) {
    var signatures = new ArrayList<String>();
    for (Secret secret : secrets(webhook, sentAt)) {
      signatures.add(sign(secret, id, sentAt, body));
    }
    return String.join(" ", signatures);
  }

  static String sign(Secret secret, String id, Instant sentAt, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      var head = id + "." + sentAt.getEpochSecond() + ".";
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
    }
  }

  private List<Secret> secrets(Registration webhook, Instant now) {
    var secrets = new ArrayList<>(List.of(decrypt(webhook.id(), webhook.secret())));
    var previous = webhook.previousSecret();
    var until = webhook.previousUntil();
    if (previous != null && until != null && until.isAfter(now)) {
      secrets.add(decrypt(webhook.id(), previous));
    }
    return secrets;
  }

  private Secret decrypt(UUID webhook, String encrypted) {
    return cipher.decrypt(Base64.getDecoder().decode(encrypted), place(webhook));
  }

  private static String place(UUID webhook) {
    return "webhook/" + webhook;
  }
}

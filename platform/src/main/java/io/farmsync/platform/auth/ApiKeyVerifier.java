package io.farmsync.platform.auth;

import io.farmsync.platform.auth.Identity.Kind;
import io.farmsync.schemas.Credential.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies API keys against their peppered hashes. Anything doubtful is refused. */
public final class ApiKeyVerifier {

  private static final Pattern FORM = Pattern.compile("wk_live_[A-Za-z0-9_-]{43}");

  private final AuthenticationProperties properties;
  private final Credentials credentials;
  private final Clock clock;

  public ApiKeyVerifier(AuthenticationProperties properties, Credentials credentials, Clock clock) {
    this.properties = properties;
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * The caller behind a key.
   *
   * @return empty if the key is unknown, revoked, expired, or no key at all
   */
  public Optional<Identity> verify(String text) {
    if (properties.apiKeyPepper().isBlank() || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    byte[] shown = hash(properties.apiKeyPepper(), text).getBytes(StandardCharsets.US_ASCII);
    return credentials.apiKeys(lookup(text)).stream()
        .filter(key -> MessageDigest.isEqual(shown, key.hash().getBytes(StandardCharsets.US_ASCII)))
        .filter(this::isValid)
        .findFirst()
        .map(key ->
            new Identity(
                Kind.API_KEY,
                key.userId(),
                key.keyId(),
                key.tenant(),
                Scope.parse(key.scope()),
                key.scope()));
  }

  private boolean isValid(ApiKey key) {
    return key.active() && (key.expiresAt() == null || key.expiresAt().isAfter(clock.instant()));
  }

  /** What a key is found by: its first 12 and last 4 characters. */
  public static String lookup(String text) {
    return text.substring(0, 12) + text.substring(text.length() - 4);
  }

  /** HMAC-SHA256 of the key's text under the pepper, in lower-case hex. */
  public static String hash(String pepper, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }
}

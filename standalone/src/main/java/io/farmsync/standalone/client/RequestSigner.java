package io.farmsync.standalone.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with HMAC-SHA256 as integrations do; for paths without a query and with plain
 * characters only.
 */
public final class RequestSigner {

  private final String clientId;
  private final byte[] secret;
  private final Clock clock;

  /**
   * A signer for one client.
   *
   * @param secret standard base64
   */
  public RequestSigner(String clientId, String secret, Clock clock) {
    this.clientId = clientId;
    this.secret = Base64.getDecoder().decode(secret);
    this.clock = clock;
  }

  String clientId() {
    return clientId;
  }

  /** The headers that make the request a signed one. */
  public Map<String, String> headers(String method, String path, byte[] body) {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    String nonce = UUID.randomUUID().toString().replace("-", "");
    String canonical = String.join("\n", method, path, "", timestamp, nonce, sha256(body));
    return Map.of(
        "X-Client-Id", clientId,
        "X-Timestamp", timestamp,
        "X-Nonce", nonce,
        "X-Signature", sign(canonical));
  }

  private String sign(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}

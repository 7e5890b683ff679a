package io.farmsync.sync;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client that signs as the contract says, written apart from what it tests.
 *
 * @param secret standard base64
 */
public record TestClient(String id, String clientId, String secret) {

  /** The call with headers of family B, signed now with a new nonce. */
  public Call sign(Call call) {
    return sign(call, Instant.now(), UUID.randomUUID().toString());
  }

  public Call sign(Call call, Instant at, String nonce) {
    String path = call.path();
    int question = path.indexOf('?');
    String query = question < 0 ? "" : path.substring(question + 1);
    String plain = question < 0 ? path : path.substring(0, question);
    return headers(
        call, at, nonce, signature(call.method(), plain, query, at, nonce, call.bytes()));
  }

  public Call headers(Call call, Instant at, String nonce, String signature) {
    return call.with("X-Client-Id", clientId)
        .with("X-Timestamp", Long.toString(at.getEpochSecond()))
        .with("X-Nonce", nonce)
        .with("X-Signature", signature);
  }

  /**
   * @param query already in canonical form
   */
  public String signature(
      String method, String path, String query, Instant at, String nonce, byte[] body) {
    try {
      byte[] covered = method.equals("GET") ? new byte[0] : body;
      String digest =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(covered));
      String text =
          String.join(
              "\n",
              method.toUpperCase(Locale.ROOT),
              path,
              query,
              Long.toString(at.getEpochSecond()),
              nonce,
              digest);
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.farmsync.sync.client;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its signature. There are two families of header names; each value is taken
 * from the first that has it.
 *
 * @param clientId who claims to have signed; empty if nobody, likewise the others
 * @param otherClientId the client named by the second family, if both name one
 */
public record SignatureHeaders(
    String clientId, String otherClientId, String timestamp, String nonce, String signature) {

  private static final int MAX_NONCE = 128;
  private static final int MAX_CLIENT_ID = 255;

  /**
   * @param header the value of a header by its name, or null
   */
  public static SignatureHeaders of(Function<String, @Nullable String> header) {
    String client = first(header, "X-NC-CLIENT-ID", "X-Client-Id");
    String other = first(header, "X-Client-Id", "X-NC-CLIENT-ID");
    return new SignatureHeaders(
        client,
        other,
        first(header, "X-NC-TIMESTAMP", "X-Timestamp"),
        first(header, "X-NC-NONCE", "X-Nonce"),
        first(header, "X-NC-SIGNATURE", "X-Signature"));
  }

  boolean areComplete() {
    return !clientId.isEmpty()
        && clientId.length() <= MAX_CLIENT_ID
        && !timestamp.isEmpty()
        && !nonce.isEmpty()
        && nonce.length() <= MAX_NONCE
        && !signature.isEmpty();
  }

  /** Whether both families name a client, and not the same one. */
  boolean nameTwoClients() {
    return !clientId.equals(otherClientId);
  }

  private static String first(
      Function<String, @Nullable String> header, String name, String otherName) {
    String value = header.apply(name);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String other = header.apply(otherName);
    return other == null ? "" : other;
  }
}

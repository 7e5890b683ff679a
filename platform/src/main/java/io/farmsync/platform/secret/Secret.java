package io.farmsync.platform.secret;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Bytes that nobody else may know. They never show in a text by accident. */
public final class Secret {

  private static final int GENERATED_BYTES = 32;

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /**
   * Reads standard base64 with padding.
   *
   * @throws IllegalArgumentException if the text is something else, or empty
   */
  public static Secret ofBase64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (bytes.length == 0 || !Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("not standard base64 with padding, or empty");
    }
    return new Secret(bytes);
  }

  /** A new secret of 32 bytes. */
  public static Secret random(SecureRandom random) {
    byte[] bytes = new byte[GENERATED_BYTES];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /** The secret itself, as standard base64 with padding. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return 0; // equal for all: a hash would say something of the bytes
  }

  @Override
  public String toString() {
    return "Secret of " + bytes.length + " bytes";
  }
}

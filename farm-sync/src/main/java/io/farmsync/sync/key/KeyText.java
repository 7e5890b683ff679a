package io.farmsync.sync.key;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The text of an API key: {@code wk_live_} and 43 URL-safe characters. */
public record KeyText(String text) {

  private static final String PREFIX = "wk_live_";
  private static final int BYTES = 32;
  private static final int HEAD = 12;
  private static final int TAIL = 4;

  /** What is kept of a text: enough to find and check it, not to use it. */
  public record Print(String lookup, String hash) {}

  public static KeyText random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new KeyText(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * @param hash a keyed hash, so that the store alone does not give keys away
   */
  public Print print(UnaryOperator<String> hash) {
    return new Print(
        text.substring(0, HEAD) + text.substring(text.length() - TAIL), hash.apply(text));
  }

  @Override
  public String toString() {
    return text.substring(0, HEAD) + "…";
  }
}

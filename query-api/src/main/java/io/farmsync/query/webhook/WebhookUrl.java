package io.farmsync.query.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses that messages may be sent to. */
public final class WebhookUrl {

  private static final int MAX_LENGTH = 2048;

  private WebhookUrl() {}

  /**
   * What is wrong with an address; where its name leads is looked at when a message is sent, each
   * time.
   */
  public static Optional<String> problem(@Nullable String url, boolean plainToo) {
    if (url == null || url.isBlank()) {
      return Optional.of("This field is required.");
    }
    if (url.length() > MAX_LENGTH) {
      return Optional.of("Must have at most " + MAX_LENGTH + " characters.");
    }
    try {
      var uri = new URI(url);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme())
              || (plainToo && "http".equalsIgnoreCase(uri.getScheme()));
      if (!web || uri.getHost() == null) {
        return Optional.of("Must be an https address.");
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return Optional.of("Must have neither user nor fragment.");
      }
      if (!url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        return Optional.of("Must be ASCII.");
      }
      return Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.of("Must be an https address.");
    }
  }
}

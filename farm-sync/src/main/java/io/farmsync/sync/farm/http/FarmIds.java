package io.farmsync.sync.farm.http;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Farm ids as clients write them: hyphens optional, any case. */
final class FarmIds {

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})");

  private FarmIds() {}

  /** The id, or empty if the text is none. */
  static Optional<UUID> parse(String text) {
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(
            UUID.fromString(
                String.join(
                    "-",
                    match.group(1),
                    match.group(2),
                    match.group(3),
                    match.group(4),
                    match.group(5))))
        : Optional.empty();
  }
}

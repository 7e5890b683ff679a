package io.farmsync.sync.farm.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.sync.farm.Expectation;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header {@code If-Match}: a list of versions in quotes, as {@code ETag} gave them, or a star. */
final class Preconditions {

  private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

  private Preconditions() {}

  /**
   * What the client believes of the farm.
   *
   * @throws Refusal 400 if the header is no such list
   */
  static Expectation of(@Nullable String ifMatch) {
    if (ifMatch == null) {
      return new Expectation.None();
    }
    if (ifMatch.strip().equals("*")) {
      return new Expectation.Exists();
    }
    Set<Long> versions = new HashSet<>();
    for (String part : ifMatch.split(",", -1)) {
      var tag = TAG.matcher(part.strip());
      if (!tag.matches()) {
        throw Refusal.malformed(
            "If-Match must be a version in quotes, as the ETag of an answer gave it.");
      }
      versions.add(Long.valueOf(tag.group(1)));
    }
    return new Expectation.AtVersion(versions);
  }

  /** The farm is at another version. */
  static Refusal failed() {
    String detail = "The farm is not at the version that If-Match names; read it again.";
    return new Refusal(
        412, "Precondition failed", Map.of("detail", detail, "code", "version_mismatch"), Map.of());
  }
}

package io.farmsync.sync.key.http;

import io.farmsync.platform.auth.Scope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.sync.key.ApiKeys.Wish;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an administrator says of a key. */
final class KeyPayload {

  private static final int LENGTH = 128;

  private final JsonNode body;
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  private KeyPayload(JsonNode body) {
    this.body = body;
    if (!body.isObject()) {
      throw Refusal.invalid("non_field_errors", "The request body must be a JSON object.");
    }
  }

  /**
   * A key to be: {@code tenant} is required, {@code name} and {@code user_id} are that of the
   * tenant and {@code scope} is read unless said otherwise.
   *
   * @throws Refusal 400 naming the members that are wrong
   */
  static Wish forCreation(JsonNode body, Instant now) {
    var payload = new KeyPayload(body);
    String tenant = payload.text("tenant", null);
    var wish =
        new Wish(
            tenant,
            payload.text("user_id", tenant),
            payload.text("name", tenant),
            payload.scope(),
            payload.expiresAt(now));
    payload.refuseProblems();
    return wish;
  }

  /**
   * When the successor of a key expires, null if nothing is said of it.
   *
   * @param body may be missing
   * @throws Refusal 400 naming the members that are wrong
   */
  static @Nullable Instant forRotation(@Nullable JsonNode body, Instant now) {
    if (body == null) {
      return null;
    }
    var payload = new KeyPayload(body);
    var expiresAt = payload.expiresAt(now);
    payload.refuseProblems();
    return expiresAt;
  }

  private String text(String field, @Nullable String otherwise) {
    JsonNode value = body.get(field);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    String text = value != null && value.isString() ? value.stringValue().strip() : "";
    if (text.isEmpty() || text.length() > LENGTH || text.chars().anyMatch(KeyPayload::isNoText)) {
      problems.put(field, List.of("Must be a text of 1 to " + LENGTH + " characters."));
    }
    return text;
  }

  private String scope() {
    JsonNode value = body.get("scope");
    if (value == null) {
      return Scope.READ.wireName();
    }
    for (Scope scope : Scope.values()) {
      if (value.isString() && value.stringValue().equals(scope.wireName())) {
        return scope.wireName();
      }
    }
    problems.put("scope", List.of("Must be read, write or admin."));
    return "";
  }

  private @Nullable Instant expiresAt(Instant now) {
    JsonNode value = body.get("expires_at");
    if (value == null || value.isNull()) {
      return null;
    }
    try {
      var at = OffsetDateTime.parse(value.asString("")).toInstant();
      if (at.isAfter(now)) {
        return at;
      }
    } catch (DateTimeException e) {
      // refused below, with the same words as a time that has passed
    }
    problems.put("expires_at", List.of("Must be a time to come with an offset (RFC 3339)."));
    return null;
  }

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
  }

  private static boolean isNoText(int c) {
    return Character.isISOControl(c) || Character.isSurrogate((char) c);
  }
}

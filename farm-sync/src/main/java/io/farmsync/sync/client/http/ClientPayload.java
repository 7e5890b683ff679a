package io.farmsync.sync.client.http;

import io.farmsync.platform.auth.Scope;
import io.farmsync.platform.envelope.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an administrator says of a client; null is what was not said. */
record ClientPayload(
    @Nullable String name,
    @Nullable String tenant,
    @Nullable String scope,
    @Nullable Boolean active,
    @Nullable Boolean requiresApiKey) {

  private static final int NAME_LENGTH = 128;
  private static final int TENANT_LENGTH = 128;

  /**
   * @throws Refusal 400 naming the members that are wrong
   */
  static ClientPayload forCreation(JsonNode body) {
    var reader = new Reader(body);
    var payload =
        new ClientPayload(
            reader.text("name", NAME_LENGTH, true),
            reader.text("tenant", TENANT_LENGTH, false),
            reader.scope("scope"),
            reader.flag("is_active"),
            reader.flag("requires_api_key"));
    reader.refuseProblems();
    return payload;
  }

  /**
   * @throws Refusal 400 naming the members that are wrong
   */
  static ClientPayload forChange(JsonNode body) {
    var reader = new Reader(body);
    var payload =
        new ClientPayload(
            reader.text("name", NAME_LENGTH, false), null, null, reader.flag("is_active"), null);
    reader.refuseProblems();
    return payload;
  }

  String requiredName() {
    if (name == null) {
      throw new IllegalStateException("a payload without a name is refused when it is read");
    }
    return name;
  }

  private static final class Reader {

    private final JsonNode body;
    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    Reader(JsonNode body) {
      this.body = body;
      if (!body.isObject()) {
        throw Refusal.invalid("non_field_errors", "The request body must be a JSON object.");
      }
    }

    @Nullable String text(String field, int maxLength, boolean required) {
      JsonNode value = body.get(field);
      if (value == null) {
        return required ? problem(field, "This field is required.") : null;
      }
      String text = value.isString() ? value.stringValue().strip() : "";
      if (text.isEmpty()) {
        return problem(field, "Must be a text that is not blank.");
      }
      if (text.codePointCount(0, text.length()) > maxLength) {
        return problem(field, "Must have at most " + maxLength + " characters.");
      }
      return text.chars().anyMatch(Character::isISOControl) || hasLoneSurrogate(text)
          ? problem(field, "Must have no control characters and no halves of surrogate pairs.")
          : text;
    }

    @Nullable String scope(String field) {
      String text = text(field, 64, false);
      if (text == null) {
        return null;
      }
      try {
        if (!Scope.parse(text).isEmpty()) {
          return text;
        }
      } catch (IllegalArgumentException e) {
        // refused below
      }
      return problem(field, "Must be read, write or admin.");
    }

    @Nullable Boolean flag(String field) {
      JsonNode value = body.get(field);
      if (value == null) {
        return null;
      }
      if (!value.isBoolean()) {
        problem(field, "Must be true or false.");
        return null;
      }
      return value.booleanValue();
    }

    void refuseProblems() {
      if (!problems.isEmpty()) {
        throw Refusal.invalid(problems);
      }
    }

    private @Nullable String problem(String field, String text) {
      problems.put(field, List.of(text));
      return null;
    }

    private static boolean hasLoneSurrogate(String text) {
      return text.codePoints()
          .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
  }
}

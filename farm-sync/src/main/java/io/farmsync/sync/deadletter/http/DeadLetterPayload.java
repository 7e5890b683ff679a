package io.farmsync.sync.deadletter.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.sync.deadletter.LetterFilter;
import io.farmsync.sync.deadletter.LetterId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which dead letters an administrator means, from a query or a body. */
final class DeadLetterPayload {

  private static final int LENGTH = 200;
  private static final int MOST_IDS = 100;
  private static final int DEFAULT_LIMIT = 1000;
  private static final int MOST_LETTERS = 10_000;

  private final Function<String, @Nullable String> member;
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  private DeadLetterPayload(Function<String, @Nullable String> member) {
    this.member = member;
  }

  /**
   * Of a query's parameters.
   *
   * @throws Refusal 400 naming those that are wrong
   */
  static LetterFilter ofQuery(Function<String, @Nullable String> parameter) {
    var payload = new DeadLetterPayload(parameter);
    var filter = payload.filter(null);
    payload.refuseProblems();
    return filter;
  }

  /** What an order's body says. */
  record OrderBody(
      LetterFilter filter,
      int limit,
      boolean dryRun,
      boolean force,
      @Nullable String operator,
      @Nullable String note) {}

  /**
   * A body that names no letters must say {@code all}.
   *
   * @throws Refusal 400 naming the members that are wrong
   */
  static OrderBody ofBody(JsonNode body) {
    if (!body.isObject()) {
      throw Refusal.invalid("non_field_errors", "The request body must be a JSON object.");
    }
    var payload =
        new DeadLetterPayload(name -> {
          JsonNode value = body.get(name);
          return value == null || value.isNull() ? null : value.asString("");
        });
    var filter = payload.filter(payload.ids(body.get("ids")));
    var order =
        new OrderBody(
            filter,
            payload.limit(body.get("limit")),
            payload.flag(body, "dry_run"),
            payload.flag(body, "force"),
            payload.text("operator"),
            payload.text("note"));
    boolean all = payload.flag(body, "all");
    if (payload.problems.isEmpty() && filter.equals(LetterFilter.ALL) && !all) {
      throw Refusal.invalid(
          "non_field_errors",
          "Say which letters: ids, topic, code, stage, farm, from or to; or all: true.");
    }
    payload.refuseProblems();
    return order;
  }

  private LetterFilter filter(@Nullable Set<LetterId> ids) {
    String topic = text("topic");
    return new LetterFilter(
        ids,
        topic == null ? null : topic.replaceFirst("-dlt$", ""),
        text("code"),
        text("stage"),
        text("farm"),
        time("from"),
        time("to"));
  }

  private @Nullable Set<LetterId> ids(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isArray() || value.isEmpty() || value.size() > MOST_IDS) {
      problems.put("ids", List.of("Must be a list of 1 to " + MOST_IDS + " ids."));
      return null;
    }
    var ids = new LinkedHashSet<LetterId>();
    for (JsonNode each : value) {
      try {
        ids.add(LetterId.parse(each.asString("")));
      } catch (IllegalArgumentException e) {
        problems.put("ids", List.of(String.valueOf(e.getMessage())));
      }
    }
    return ids;
  }

  private @Nullable String text(String name) {
    String text = member.apply(name);
    if (text == null) {
      return null;
    }
    String stripped = text.strip();
    if (stripped.isEmpty()
        || stripped.length() > LENGTH
        || stripped.chars().anyMatch(Character::isISOControl)) {
      problems.put(name, List.of("Must be a text of 1 to " + LENGTH + " characters."));
    }
    return stripped;
  }

  private @Nullable Instant time(String name) {
    String text = member.apply(name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException e) {
      problems.put(name, List.of("Must be a time with an offset (RFC 3339)."));
      return null;
    }
  }

  private int limit(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return DEFAULT_LIMIT;
    }
    if (value.isInt() && value.intValue() >= 1 && value.intValue() <= MOST_LETTERS) {
      return value.intValue();
    }
    problems.put("limit", List.of("Must be a whole number from 1 to " + MOST_LETTERS + "."));
    return DEFAULT_LIMIT;
  }

  private boolean flag(JsonNode body, String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      problems.put(name, List.of("Must be true or false."));
    }
    return value.asBoolean(false);
  }

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
  }
}

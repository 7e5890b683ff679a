package io.farmsync.sync.farm.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads texts and ids of a payload, noting what is wrong with them. */
final class PayloadText {

  private static final int NONE = -1;

  /** What databases and readers can keep. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final Problems problems;

  PayloadText(Problems problems) {
    this.problems = problems;
  }

  /**
   * A text without the space around it.
   *
   * @param maxLength in code points
   * @param numbers whether a number is taken as the text it was written as
   */
  Optional<String> text(JsonNode payload, String field, int maxLength, boolean numbers) {
    JsonNode value = payload.get(field);
    if (value == null || value.isNull()) {
      return problem(field, value == null ? "This field is required." : "Must not be null.");
    }
    if (!value.isString() && !(numbers && PayloadJson.isFinite(value))) {
      return problem(field, "Must be a text.");
    }
    String text =
        (value.isString() ? value.stringValue() : value.decimalValue().toString()).strip();
    if (text.isEmpty()) {
      return problem(field, "Must not be blank.");
    }
    int fault = unstorable(text);
    if (fault != NONE) {
      return problem(
          field, "Has a character at position " + fault + " that is no text: NUL or half a pair.");
    }
    return text.codePointCount(0, text.length()) > maxLength
        ? problem(field, "Must have at most " + maxLength + " characters.")
        : Optional.of(text);
  }

  /** The UUID written with hyphens or without, in any case. */
  Optional<UUID> uuid(JsonNode payload, String field) {
    JsonNode value = payload.get(field);
    if (value == null || value.isNull()) {
      return problem(field, value == null ? "This field is required." : "Must not be null.");
    }
    var id = value.isString() ? FarmIds.parse(value.stringValue()) : Optional.<UUID>empty();
    return id.isPresent() ? id : problem(field, "Must be a valid UUID.");
  }

  /** An optional time with an offset, to the microsecond. */
  Optional<Instant> instant(JsonNode payload, String field) {
    JsonNode value = payload.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(value.isString() ? value.stringValue() : "").toInstant();
      if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
        return Optional.of(time.truncatedTo(ChronoUnit.MICROS));
      }
    } catch (DateTimeParseException e) {
      // refused below
    }
    return problem(field, "Must be a time such as 2026-05-01T12:00:00Z.");
  }

  /** Index of the first NUL or lone surrogate. */
  private static int unstorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return i;
      }
    }
    return NONE;
  }

  private <T> Optional<T> problem(String field, String text) {
    problems.add(field, text);
    return Optional.empty();
  }
}

package io.farmsync.sync.farm.http;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Coordinates as the contract allows them to be written: a number or a numeric string with few
 * enough digits. Digits count as they are written, so nothing is ever rounded and no binary float
 * comes between.
 *
 * @param limit the value is from −limit to limit
 * @param digits at most so many, leading zeros not counted
 */
record Degrees(int limit, int digits) {

  static final int DECIMALS = 5;

  static final Degrees BBOX_LATITUDE = new Degrees(90, 8);
  static final Degrees BBOX_LONGITUDE = new Degrees(180, 9);
  static final Degrees LATITUDE = new Degrees(90, 8);
  static final Degrees LONGITUDE = new Degrees(180, 8);

  private static final Pattern NUMERIC =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
  private static final int LONGEST_TEXT = 64;

  /**
   * The value with exactly five decimals.
   *
   * @return empty if there is a problem, which was handed to {@code problems}
   */
  Optional<BigDecimal> read(JsonNode value, Consumer<String> problems) {
    var written = written(value);
    if (written.isEmpty()) {
      problems.accept("Must be a number.");
      return Optional.empty();
    }
    BigDecimal number = written.get();
    if (number.scale() > DECIMALS) {
      problems.accept("Must have at most " + DECIMALS + " decimals.");
      return Optional.empty();
    }
    if (number.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
      problems.accept("Must be from -" + limit + " to " + limit + ".");
      return Optional.empty();
    }
    if (number.precision() > digits) {
      problems.accept("Must have at most " + digits + " digits.");
      return Optional.empty();
    }
    return Optional.of(number.setScale(DECIMALS));
  }

  private static Optional<BigDecimal> written(JsonNode value) {
    if (PayloadJson.isFinite(value)) {
      return Optional.of(value.decimalValue());
    }
    if (!value.isString()) {
      return Optional.empty();
    }
    String text = value.stringValue().strip();
    return text.length() <= LONGEST_TEXT && NUMERIC.matcher(text).matches()
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}

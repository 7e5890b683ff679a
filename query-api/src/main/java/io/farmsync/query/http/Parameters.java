package io.farmsync.query.http;

import io.farmsync.platform.envelope.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The query of one request. Every parameter is read before {@link #refuseIfWrong} refuses them
 * together, so that a caller learns of all mistakes at once; until then a wrong one reads as its
 * stand-in. An empty value is an absent one.
 */
public final class Parameters {

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_DATE,
          DateTimeFormatter.ofPattern("M/d/uuuu").withResolverStyle(ResolverStyle.STRICT));
  private static final int LONGEST = 40;

  private final Function<String, @Nullable String> values;
  private final Set<String> names;
  private final Map<String, List<String>> problems;

  private Parameters(
      Function<String, @Nullable String> values,
      Set<String> names,
      Map<String, List<String>> problems) {
    this.values = values;
    this.names = names;
    this.problems = problems;
  }

  /** The query's. */
  public Parameters(HttpServletRequest request) {
    this(request::getParameter, request.getParameterMap().keySet(), new LinkedHashMap<>());
  }

  /** The members of a JSON body, whose numbers may be numbers. */
  public Parameters(Map<String, ?> body) {
    this(
        name -> {
          Object value = body.get(name);
          return value instanceof Double number && Double.isFinite(number)
              ? BigDecimal.valueOf(number).toPlainString() // 1.0E-4 is no plain decimal
              : value == null ? null : String.valueOf(value);
        },
        body.keySet(),
        new LinkedHashMap<>());
  }

  /** The query's parameters, refused together with these. */
  public Parameters besides(HttpServletRequest request) {
    return new Parameters(request::getParameter, request.getParameterMap().keySet(), problems);
  }

  /** A whole number. */
  public int whole(String name, int standard, int min, int max) {
    return number(
        name, standard, min, max, "Must be a whole number from " + min + " to " + max + ".");
  }

  /** A whole number without an upper bound; what is larger counts as the largest that matters. */
  public int wholeAtMost(String name, int standard, int min, int clamp) {
    String text = text(name);
    if (text != null && text.matches("[0-9]{1,18}") && Long.parseLong(text) > clamp) {
      return clamp;
    }
    return number(name, standard, min, clamp, "Must be a whole number of at least " + min + ".");
  }

  /** A required date, as {@code YYYY-MM-DD} or {@code M/D/YYYY}. */
  public LocalDate date(String name) {
    String text = text(name);
    if (text == null) {
      wrong(name, "This parameter is required.");
      return LocalDate.EPOCH;
    }
    return DATES.stream()
        .flatMap(format -> parsed(text, format).stream())
        .findFirst()
        .orElseGet(() -> {
          wrong(name, "Not a date; use YYYY-MM-DD or M/D/YYYY.");
          return LocalDate.EPOCH;
        });
  }

  /** A date that may be left out. */
  public LocalDate date(String name, LocalDate standard) {
    return text(name) == null ? standard : date(name);
  }

  /** A required number in plain decimals; no exponents, no NaN, no infinities. */
  public BigDecimal decimal(String name, int min, int max) {
    String text = text(name);
    if (text == null) {
      wrong(name, "This parameter is required.");
      return BigDecimal.ZERO;
    }
    if (text.length() <= LONGEST && text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)")) {
      var value = new BigDecimal(text);
      if (value.compareTo(BigDecimal.valueOf(min)) >= 0
          && value.compareTo(BigDecimal.valueOf(max)) <= 0) {
        return value;
      }
    }
    wrong(name, "Must be a number from " + min + " to " + max + ".");
    return BigDecimal.ZERO;
  }

  /** A required UUID, in any case, hyphens optional. */
  public UUID uuid(String name) {
    String text = text(name);
    Optional<UUID> id = text == null ? Optional.empty() : OwnFarm.parse(text);
    if (id.isEmpty()) {
      wrong(name, text == null ? "This parameter is required." : "Must be a UUID.");
    }
    return id.orElseGet(() -> new UUID(0, 0));
  }

  /** A name of up to 64 characters that may be left out. */
  public String name(String name, String standard) {
    String text = text(name);
    if (text != null && !text.matches("[A-Za-z0-9][A-Za-z0-9._:/ -]{0,63}")) {
      wrong(
          name,
          "Must be at most 64 letters, digits, spaces and . _ : / - after a letter or digit.");
      return standard;
    }
    return text == null ? standard : text;
  }

  /** A time zone of the IANA database. */
  public ZoneId zone(String name, ZoneId standard) {
    String text = text(name);
    if (text == null || ZoneId.getAvailableZoneIds().contains(text)) {
      return text == null ? standard : ZoneId.of(text);
    }
    wrong(name, "Not a time zone; use an IANA name such as Africa/Nairobi.");
    return standard;
  }

  /** An instant: ISO 8601 with an offset, or Unix seconds. */
  public Instant instant(String name, Instant standard) {
    String text = text(name);
    if (text == null) {
      return standard;
    }
    return instant(text)
        .orElseGet(() -> {
          wrong(name, "Not an instant; use 2026-03-01T12:00:00Z or Unix seconds.");
          return standard;
        });
  }

  /** A required instant, in the same forms. */
  public Instant requiredInstant(String name) {
    if (text(name) == null) {
      wrong(name, "This parameter is required.");
    }
    return instant(name, Instant.EPOCH);
  }

  /** Reads an instant as {@link #instant(String, Instant)} does; empty if it is none. */
  public static Optional<Instant> instant(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.matches("[0-9]{1,11}")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** True if the caller sent the parameter, if only empty. */
  public boolean has(String name) {
    return values.apply(name) != null;
  }

  /** One of a few words. */
  public <V> V choice(
      String name, V standard, Function<String, Optional<V>> named, String expected) {
    String text = text(name);
    if (text == null) {
      return standard;
    }
    return named
        .apply(text)
        .orElseGet(() -> {
          wrong(name, "Must be one of " + expected + ".");
          return standard;
        });
  }

  /** Refuses every parameter that is not named. */
  public void allowOnly(List<String> allowed) {
    this.names.stream()
        .filter(name -> !allowed.contains(name))
        .forEach(name -> wrong(name, "This parameter is not supported here."));
  }

  /** Notes a mistake that only shows between parameters. */
  public void wrong(String name, String problem) {
    problems.putIfAbsent(name, List.of(problem));
  }

  public boolean isRight() {
    return problems.isEmpty();
  }

  /**
   * Ends the reading.
   *
   * @throws Refusal 400 with every mistake by parameter
   */
  public void refuseIfWrong() {
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
  }

  private int number(String name, int standard, int min, int max, String problem) {
    String text = text(name);
    if (text == null) {
      return standard;
    }
    if (text.matches("[+-]?[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    wrong(name, problem);
    return standard;
  }

  private @Nullable String text(String name) {
    String text = values.apply(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static Optional<LocalDate> parsed(String text, DateTimeFormatter format) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var date = LocalDate.parse(text, format);
      // four digits of year, no sign: what buckets and keys are made for
      return date.getYear() >= 1 && date.getYear() <= 9999 ? Optional.of(date) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // the caller tells which forms there are
    }
  }
}

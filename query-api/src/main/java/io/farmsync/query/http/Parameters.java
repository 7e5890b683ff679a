package io.farmsync.query.http;

import io.farmsync.platform.envelope.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final HttpServletRequest request;
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  public Parameters(HttpServletRequest request) {
    this.request = request;
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
  public void allowOnly(List<String> names) {
    request.getParameterMap().keySet().stream()
        .filter(name -> !names.contains(name))
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
    String text = request.getParameter(name);
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

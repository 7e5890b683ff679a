package io.farmsync.query.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the handler of a GET by the segments of its path, as Spring's mapping would: of all
 * patterns that match, the most specific one counts. The mapping itself compares the request with
 * every pattern on each request. Paths with anything but plain characters are left to it.
 */
final class ReadRoutes {

  private final Map<Integer, List<Candidate>> bySegments = new HashMap<>();
  private final List<Candidate> others = new ArrayList<>();

  /**
   * A pattern and what serves it.
   *
   * @param handler null where the mapping must decide
   */
  private record Candidate(
      PathPattern pattern, @Nullable List<Segment> segments, @Nullable ReadHandler handler) {}

  /** One segment of a pattern: a text, or a variable with the form of its values. */
  private record Segment(String text, boolean isVariable, @Nullable Pattern form) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9_]+)(?::([^{}]+))?}");
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9._-]+");

    static @Nullable Segment of(String part) {
      if (TEXT.matcher(part).matches()) {
        return new Segment(part, false, null);
      }
      var variable = VARIABLE.matcher(part);
      if (!variable.matches()) {
        return null;
      }
      String form = variable.group(2);
      return new Segment(variable.group(1), true, form == null ? null : Pattern.compile(form));
    }

    boolean fits(String value) {
      return isVariable ? form == null || form.matcher(value).matches() : text.equals(value);
    }
  }

  /**
   * A handler with the values of its path.
   *
   * @param variables by name
   */
  record Found(ReadHandler handler, Map<String, String> variables) {}

  /** Which handlers may be called without the dispatcher. */
  interface Plan {
    @Nullable ReadHandler of(HandlerMethod method, String pattern);
  }

  /**
   * @param mappings all there are, whether or not they are reads
   */
  ReadRoutes(Map<RequestMappingInfo, HandlerMethod> mappings, Plan plan) {
    Map<Integer, List<Candidate>> found = new TreeMap<>();
    mappings.forEach((mapping, method) -> {
      var patterns = mapping.getPathPatternsCondition();
      var methods = mapping.getMethodsCondition().getMethods();
      if (patterns == null || !(methods.isEmpty() || methods.contains(RequestMethod.GET))) {
        return;
      }
      for (PathPattern pattern : patterns.getPatterns()) {
        var segments = segments(pattern.getPatternString());
        var handler = isByPathOnly(mapping) ? plan.of(method, pattern.getPatternString()) : null;
        var candidate = new Candidate(pattern, segments, handler);
        if (segments == null) {
          others.add(candidate);
        } else {
          found.computeIfAbsent(segments.size(), _ -> new ArrayList<>()).add(candidate);
        }
      }
    });
    found.forEach((count, candidates) -> {
      candidates.addAll(others);
      candidates.sort(Comparator.comparing(Candidate::pattern));
      bySegments.put(count, List.copyOf(candidates));
    });
  }

  /**
   * The handler of a path.
   *
   * @param path as it was sent, without the query; a slash at its end does not count
   * @return empty if the mapping must decide
   */
  Optional<Found> find(String path) {
    var values = values(path);
    if (values == null) {
      return Optional.empty();
    }
    for (Candidate candidate : bySegments.getOrDefault(values.size(), List.of())) {
      if (matches(candidate, values, path)) {
        var handler = candidate.handler();
        return handler == null || candidate.segments() == null
            ? Optional.empty()
            : Optional.of(new Found(handler, variables(candidate.segments(), values)));
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Candidate candidate, List<String> values, String path) {
    var segments = candidate.segments();
    if (segments == null) {
      return candidate.pattern().matches(PathContainer.parsePath(path));
    }
    for (int i = segments.size() - 1; i >= 0; i--) { // paths differ at their ends
      if (!segments.get(i).fits(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> variables(List<Segment> segments, List<String> values) {
    Map<String, String> variables = HashMap.newHashMap(2);
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).isVariable()) {
        variables.put(segments.get(i).text(), values.get(i));
      }
    }
    return variables;
  }

  private static boolean isByPathOnly(RequestMappingInfo mapping) {
    return mapping.getParamsCondition().isEmpty()
        && mapping.getHeadersCondition().isEmpty()
        && mapping.getConsumesCondition().isEmpty()
        && mapping.getProducesCondition().isEmpty()
        && mapping.getVersionCondition().isEmpty()
        && mapping.getCustomCondition() == null;
  }

  /** The segments of a pattern; null if it has wildcards or mixed segments. */
  private static @Nullable List<Segment> segments(String pattern) {
    var segments = new ArrayList<Segment>();
    for (String part : pattern.substring(Math.min(1, pattern.length())).split("/", -1)) {
      var segment = Segment.of(part);
      if (segment == null) {
        return null;
      }
      segments.add(segment);
    }
    return segments;
  }

  /** The segments of a path; null if one is empty, relative, encoded or has parameters. */
  private static @Nullable List<String> values(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    var values = new ArrayList<String>(8);
    int start = 1;
    for (int i = 1; i <= end; i++) {
      char at = i == end ? '/' : path.charAt(i);
      if (at == '/') {
        if (i == start || path.charAt(start) == '.') {
          return null;
        }
        values.add(path.substring(start, i));
        start = i + 1;
      } else if (!isPlain(at)) {
        return null;
      }
    }
    return values.isEmpty() || path.charAt(0) != '/' ? null : values;
  }

  private static boolean isPlain(char at) {
    return (at >= 'a' && at <= 'z')
        || (at >= '0' && at <= '9')
        || (at >= 'A' && at <= 'Z')
        || at == '-'
        || at == '_'
        || at == '.';
  }
}

package io.farmsync.sync.farm.http;

import io.farmsync.platform.envelope.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a payload, in the payload's own shape. */
final class Problems {

  static final String WHOLE = "non_field_errors";

  private final Map<String, Object> byField = new LinkedHashMap<>();

  /** Adds a problem of a member of the payload. */
  void add(String field, String problem) {
    list(byField, field).add(problem);
  }

  /** Adds a problem of a member of an object in the payload. */
  void add(String object, String field, String problem) {
    list(map(object), field).add(problem);
  }

  boolean isEmpty() {
    return byField.isEmpty();
  }

  Map<String, Object> byField() {
    return byField;
  }

  Refusal refusal() {
    return Refusal.invalid(byField);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(String object) {
    return (Map<String, Object>) byField.computeIfAbsent(object, _ -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Map<String, Object> problems, String field) {
    return (List<String>) problems.computeIfAbsent(field, _ -> new ArrayList<>());
  }
}

package io.farmsync.query;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI description without what depends on the run: where the server listens. */
final class ApiDocument {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final JsonNode root;

  ApiDocument(JsonNode root) {
    this.root = root.deepCopy();
    if (this.root instanceof ObjectNode object) {
      object.remove("servers");
    }
  }

  static ApiDocument parse(String text) {
    return new ApiDocument(JSON.readTree(text));
  }

  /** In the order of names, so that a change of the routes is a change of few lines. */
  String text() {
    return JSON.writeValueAsString(JSON.treeToValue(root, Object.class)) + "\n";
  }

  /** Each as its JSON pointer and what stands there, here and in the other. */
  List<String> differencesTo(ApiDocument committed) {
    var found = new ArrayList<String>();
    compare("", root, committed.root, found);
    return found;
  }

  private static void compare(String at, JsonNode now, JsonNode before, List<String> found) {
    if (now.isObject() && before.isObject()) {
      var names = new TreeSet<>(now.propertyNames());
      names.addAll(before.propertyNames());
      for (var name : names) {
        var pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
        if (!now.has(name) || !before.has(name)) {
          found.add(pointer + (now.has(name) ? " is new" : " is gone"));
        } else {
          compare(pointer, now.get(name), before.get(name), found);
        }
      }
    } else if (!now.equals(before)) {
      found.add(at + " is " + now + ", was " + before);
    }
  }
}

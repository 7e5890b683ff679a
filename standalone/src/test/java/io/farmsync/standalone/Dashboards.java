package io.farmsync.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the dashboards under {@code ops/grafana} and the rules ask Prometheus. */
final class Dashboards {

  private static final Path FOLDER = Path.of("..", "ops", "grafana", "dashboards");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-z_]+[a-z0-9]*(?:_[a-z0-9]+)+|up)\\b(\\{[^}]*})?(?!\\s*\\()");
  private static final Set<String> FUNCTIONS = Set.of("group_left", "group_right");

  private Dashboards() {}

  /**
   * Every expression of every panel, by dashboard, panel and letter, with its variables put in.
   *
   * @param instance of the service that reports lag
   */
  static Map<String, String> expressions(String instance) {
    var expressions = new TreeMap<String, String>();
    for (var dashboard : dashboards()) {
      for (var panel : dashboard.get("panels")) {
        for (var target : panel.path("targets")) {
          String where = dashboard.get("title").asString() + " / " + panel.get("title").asString();
          expressions.put(
              where + " " + target.get("refId").asString(),
              target
                  .get("expr")
                  .asString()
                  .replace("$__rate_interval", "5m")
                  .replace("$instance", instance)
                  .replace("$topic", ".+"));
        }
      }
    }
    return expressions;
  }

  /** The series that an expression names, with their matchers. */
  static Set<String> selectors(String expression) {
    String bare =
        expression
            .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
            .replaceAll("\\[[^]]*]|\\boffset\\s+\\w+", " ");
    var strings = Pattern.compile("label_replace\\((.*?),\\s*\"[^)]*\\)").matcher(bare);
    var found = new TreeSet<String>();
    var matcher = SELECTOR.matcher(strings.replaceAll("$1"));
    while (matcher.find()) {
      if (!FUNCTIONS.contains(matcher.group(1))) {
        found.add(matcher.group());
      }
    }
    return found;
  }

  private static List<JsonNode> dashboards() {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Dashboards::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

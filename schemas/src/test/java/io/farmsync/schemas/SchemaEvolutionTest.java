package io.farmsync.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A published schema may gain optional members, and nothing else: readers of today must read what
 * writers of tomorrow write, and readers of tomorrow what stands in the topics today. {@code
 * src/test/resources/published} holds what was published; {@code ./mvnw -pl schemas test
 * -Dtest=SchemaEvolutionTest -Dschemas.publish=true} adds what has grown without a break.
 */
class SchemaEvolutionTest {

  private static final Path NOW = Path.of("src/main/resources/schemas");
  private static final Path PUBLISHED = Path.of("src/test/resources/published");
  private static final Path ACLS = Path.of("../ops/kafka/acls.txt");
  private static final JsonMapper JSON = JsonMapper.shared();

  static Stream<String> published() throws IOException {
    try (var files = Files.list(PUBLISHED)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void noReaderIsBroken(String file) throws Exception {
    assertThat(Files.exists(NOW.resolve(file)))
        .as("%s was published; readers: %s", file, readers(schema(file)))
        .isTrue();
    var breaks = breaks(read(PUBLISHED.resolve(file)), read(NOW.resolve(file)));
    assertThat(breaks)
        .as("%s breaks its readers %s: make a new version beside it", file, readers(schema(file)))
        .isEmpty();
  }

  @Test
  void everySchemaIsPublishedAsItIs() throws Exception {
    try (var files = Files.list(NOW)) {
      for (Path file : files.toList()) {
        Path copy = PUBLISHED.resolve(file.getFileName());
        if (Boolean.getBoolean("schemas.publish")
            && (!Files.exists(copy) || breaks(read(copy), read(file)).isEmpty())) {
          Files.writeString(copy, Files.readString(file));
        }
        assertThat(copy).as("see this test's description").hasSameTextualContentAs(file);
      }
    }
  }

  @Test
  void everyTopicHasAReaderWhoWouldBeNamed() throws Exception {
    for (Topic<?> topic : Topics.all()) {
      assertThat(readers(topic.schema())).as(topic.name()).isNotEmpty();
    }
    assertThat(readers("farm.v1")).contains("query-api", "weather-ingestor");
    assertThat(readers("geometry.v1")).as("by way of farm.v1").contains("query-api");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /properties/name   | remove | -                            | is gone
          /required          | set    | ["id","name","kind"]         | changed
          /required          | set    | ["id"]                       | changed
          /properties/name/type  | set | ["string","null"]           | changed
          /properties/kind/enum  | set | ["a","b","c"]               | changed
          /properties/kind/enum  | set | ["a"]                       | changed
          /properties/id/pattern | set | "^[a-z]+$"                  | is new
          /properties/inner/required | set | ["deep"]                | is new
          """)
  void eachKindOfBreakIsSeen(String place, String what, String value, String words) {
    ObjectNode changed = example();
    int slash = place.lastIndexOf('/');
    var parent = (ObjectNode) changed.at(place.substring(0, slash));
    String name = place.substring(slash + 1);
    if (what.equals("remove")) {
      parent.remove(name);
    } else {
      parent.set(name, JSON.readTree(value));
    }
    assertThat(breaks(example(), changed))
        .singleElement()
        .asString()
        .startsWith(place)
        .contains(words);
  }

  @Test
  void growthIsNoBreak() {
    ObjectNode grown = example();
    grown.put("title", "Better words");
    ((ObjectNode) grown.at("/properties")).set("more", JSON.readTree("{\"type\":\"string\"}"));
    ((ObjectNode) grown.at("/properties/inner/properties"))
        .set("more", JSON.readTree("{\"enum\":[1]}"));
    assertThat(breaks(example(), grown)).isEmpty();
  }

  private static ObjectNode example() {
    return (ObjectNode)
        JSON.readTree(
            """
            {"type": "object", "required": ["id", "name"], "properties": {
              "id": {"type": "string"}, "name": {"type": "string"}, "kind": {"enum": ["a", "b"]},
              "inner": {"type": "object", "properties": {"deep": {"type": "integer"}}}}}
            """);
  }

  private static List<String> breaks(JsonNode before, JsonNode now) {
    var breaks = new ArrayList<String>();
    compare("", before, now, breaks);
    return breaks;
  }

  private static void compare(String place, JsonNode before, JsonNode now, List<String> breaks) {
    if (!before.isObject() || !now.isObject()) {
      if (!before.equals(now)) {
        breaks.add(place + " changed from " + before + " to " + now);
      }
      return;
    }
    boolean grows = place.endsWith("/properties") || place.endsWith("/$defs");
    var names = new TreeSet<String>();
    names.addAll(before.propertyNames());
    names.addAll(now.propertyNames());
    for (String name : names) {
      String at = place + "/" + name;
      if (!grows && Set.of("title", "description", "examples", "$comment").contains(name)) {
        continue;
      }
      if (!now.has(name)) {
        breaks.add(at + " is gone");
      } else if (before.has(name)) {
        compare(at, before.get(name), now.get(name), breaks);
      } else if (!grows && !name.equals("$defs")) {
        breaks.add(at + " is new");
      }
    }
  }

  /** Services that may read a topic whose values have this schema, or have it inside. */
  private static Set<String> readers(String schema) throws IOException {
    var readers = new TreeSet<String>();
    for (Topic<?> topic : Topics.all()) {
      if (uses(topic.schema(), schema)) {
        for (String line : Files.readAllLines(ACLS)) {
          String[] words = line.split("\\s+", -1);
          if (!line.startsWith("#") && words.length == 4 && words[1].equals("topic")) {
            if (List.of(words[3].split(",", -1)).contains("Read")
                && covers(words[2], topic.name())) {
              readers.add(words[0]);
            }
          }
        }
      }
    }
    return readers;
  }

  private static boolean covers(String pattern, String topic) {
    return pattern.endsWith("*")
        ? topic.startsWith(pattern.substring(0, pattern.length() - 1))
        : topic.equals(pattern);
  }

  private static boolean uses(String outer, String schema) throws IOException {
    if (outer.equals(schema)) {
      return true;
    }
    String text = Files.readString(NOW.resolve(outer + ".schema.json"));
    try (var files = Files.list(NOW)) {
      for (Path file : files.toList()) {
        String name = schema(file.getFileName().toString());
        if (!name.equals(outer) && text.contains(":" + name + "\"") && uses(name, schema)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String schema(String file) {
    return file.replace(".schema.json", "");
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }
}

package io.farmsync.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code docs/asyncapi.json} tells what the catalogue tells. To write it anew: {@code ./mvnw -pl
 * schemas test -Dtest=AsyncApiTest -Dasyncapi.write=true}.
 */
class AsyncApiTest {

  private static final Path DOCUMENT = Path.of("../docs/asyncapi.json");
  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Test
  void theCommittedDocumentIsTheCatalogue() throws Exception {
    String generated = JSON.writeValueAsString(document()) + "\n";
    if (Boolean.getBoolean("asyncapi.write")) {
      Files.writeString(DOCUMENT, generated);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("docs/asyncapi.json; see this test's description for how to write it anew")
        .isEqualTo(generated);
  }

  @Test
  void everyReferenceInTheDocumentLeadsSomewhere() throws Exception {
    JsonNode document = JSON.readTree(Files.readString(DOCUMENT));
    var references = new ArrayList<String>();
    collect(document, references);
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(reference).startsWith("#/");
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.isObject() && node.path("$ref").isString()) {
      references.add(node.path("$ref").stringValue());
    }
    node.forEach(child -> collect(child, references));
  }

  private static Map<String, Object> document() throws IOException {
    var document = new LinkedHashMap<String, Object>();
    document.put("asyncapi", "3.0.0");
    document.put(
        "info",
        map(
            "title", "Farm Sync topics",
            "version", "1",
            "description",
                "Every topic of the platform. Values are UTF-8 JSON, headers are CloudEvents 1.0 in"
                    + " binary mode. Read with isolation.level=read_committed. See consuming.md."));
    document.put(
        "servers",
        map(
            "cluster",
            map(
                "host", "kafka-1:9092",
                "protocol", "kafka-secure",
                "security", List.of(map("$ref", "#/components/securitySchemes/scram")))));
    document.put("defaultContentType", "application/json");
    var channels = new LinkedHashMap<String, Object>();
    var operations = new LinkedHashMap<String, Object>();
    var messages = new TreeMap<String, Object>();
    for (Topic<?> topic : Topics.all()) {
      channels.put(topic.name(), channel(topic));
      operations.put(
          "read-" + topic.name(),
          map(
              "action", "receive",
              "channel", map("$ref", "#/channels/" + topic.name()),
              "messages", List.of(map("$ref", "#/channels/" + topic.name() + "/messages/value"))));
      messages.put(topic.schema(), message(topic));
    }
    document.put("channels", channels);
    document.put("operations", operations);
    document.put(
        "components",
        map(
            "messages",
            messages,
            "schemas",
            schemas(),
            "messageTraits",
            map("event", map("headers", headers())),
            "securitySchemes",
            map("scram", map("type", "scramSha512"))));
    return document;
  }

  private static Map<String, Object> channel(Topic<?> topic) {
    var configuration = new LinkedHashMap<String, Object>();
    configuration.put(
        "cleanup.policy",
        switch (topic.cleanup()) {
          case DELETE -> List.of("delete");
          case COMPACT -> List.of("compact");
          case COMPACT_AND_DELETE -> List.of("compact", "delete");
        });
    var retention = topic.retention();
    configuration.put("retention.ms", retention == null ? -1L : retention.toMillis());
    return map(
        "address", topic.name(),
        "description", "Key: " + topic.key() + ". Dead letters: " + topic.deadLetters() + ".",
        "messages", map("value", map("$ref", "#/components/messages/" + topic.schema())),
        "bindings",
            map(
                "kafka",
                map(
                    "topic",
                    topic.name(),
                    "partitions",
                    topic.partitions(),
                    "topicConfiguration",
                    configuration,
                    "bindingVersion",
                    "0.5.0")));
  }

  private static Map<String, Object> message(Topic<?> topic) {
    return map(
        "name", topic.value().getSimpleName(),
        "contentType", "application/json",
        "traits", List.of(map("$ref", "#/components/messageTraits/event")),
        "payload", map("$ref", "#/components/schemas/" + topic.schema()),
        "bindings", map("kafka", map("key", map("type", "string"), "bindingVersion", "0.5.0")));
  }

  /** The headers as {@link EventHeaders} writes them. */
  private static Map<String, Object> headers() {
    var written =
        new EventHeaders("id", "/source", "type", Examples.NOON, new Cause("t", "r", "tenant", 1L))
            .of(Topics.FARM_EVENTS);
    var required = new ArrayList<String>();
    var properties = new LinkedHashMap<String, Object>();
    written.forEach(header -> {
      properties.put(header.key(), map("type", "string"));
      if (header.key().startsWith("ce_") || header.key().equals(EventHeaders.CONTENT_TYPE)) {
        required.add(header.key());
      }
    });
    return map("type", "object", "properties", properties, "required", required);
  }

  /** Their identifiers become places in the document. */
  private static Map<String, Object> schemas() throws IOException {
    var schemas = new TreeMap<String, Object>();
    try (var files = Files.list(SCHEMAS)) {
      for (Path file : files.toList()) {
        var schema = (ObjectNode) JSON.readTree(Files.readString(file));
        schema.remove("$id");
        schema.remove("$schema");
        String name = file.getFileName().toString().replace(".schema.json", "");
        schemas.put(name, relocated(schema, name));
      }
    }
    return schemas;
  }

  private static JsonNode relocated(JsonNode schema, String name) {
    String text =
        schema
            .toString()
            .replaceAll("\"urn:farm-sync:schema:([a-z-]+\\.v[0-9]+)", "\"#/components/schemas/$1")
            .replace("\"#/$defs/", "\"#/components/schemas/" + name + "/$defs/");
    return JSON.readTree(text.replaceAll("(#/components/schemas/[a-z-]+\\.v[0-9]+)#", "$1"));
  }

  private static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}

package io.farmsync.schemas.kafka;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas of the topics' values, read from the classpath folder {@code schemas}. */
public final class WireSchemas {

  private static final String PREFIX = "urn:farm-sync:schema:";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(WireSchemas::text));

  private WireSchemas() {}

  /** The identifier of a schema, as the CloudEvents attribute {@code dataschema} carries it. */
  public static URI uri(String schema) {
    return URI.create(PREFIX + schema);
  }

  /**
   * Refuses a value that its schema does not allow.
   *
   * @param schema name of the schema, such as {@code farm-event.v1}
   * @throws IllegalArgumentException naming the places that are wrong
   */
  public static void require(String schema, JsonNode value) {
    var errors = compiled(schema).validate(value);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "value does not match schema "
              + schema
              + ": "
              + errors.stream().limit(5).map(Object::toString).toList());
    }
  }

  /** The schema, compiled; the registry caches it. */
  static Schema compiled(String schema) {
    return REGISTRY.getSchema(SchemaLocation.of(PREFIX + schema));
  }

  private static @Nullable String text(String iri) {
    if (!iri.startsWith(PREFIX)) {
      return null;
    }
    String resource = "/schemas/" + iri.substring(PREFIX.length()) + ".schema.json";
    try (var in = WireSchemas.class.getResourceAsStream(resource)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("schema " + resource, e);
    }
  }
}

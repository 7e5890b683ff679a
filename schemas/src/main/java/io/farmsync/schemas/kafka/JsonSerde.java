package io.farmsync.schemas.kafka;

import io.farmsync.schemas.Topic;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Values of one topic as UTF-8 JSON. Writing refuses what the topic's JSON Schema does not allow;
 * reading is lenient about members it does not know. Null stays null, the tombstone of compacted
 * topics.
 */
public final class JsonSerde<V> implements Serde<V> {

  private final Topic<V> topic;

  private JsonSerde(Topic<V> topic) {
    this.topic = topic;
  }

  public static <V> JsonSerde<V> of(Topic<V> topic) {
    return new JsonSerde<>(topic);
  }

  @Override
  public Serializer<V> serializer() {
    return (name, value) -> write(value);
  }

  @Override
  public Deserializer<V> deserializer() {
    return (name, bytes) -> read(bytes);
  }

  /**
   * @throws SerializationException if the value does not match the topic's schema
   */
  public byte @Nullable [] write(@Nullable V value) {
    if (value == null) {
      return null;
    }
    try {
      var tree = WireJson.mapper().valueToTree(value);
      WireSchemas.require(topic.schema(), tree);
      return WireJson.mapper().writeValueAsBytes(tree);
    } catch (IllegalArgumentException | JacksonException e) {
      throw new SerializationException(
          "cannot write to " + topic.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws SerializationException if the bytes are no JSON of the topic's value type
   */
  public @Nullable V read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return WireJson.mapper().readValue(bytes, topic.value());
    } catch (JacksonException e) {
      throw new SerializationException(
          "cannot read a "
              + topic.value().getSimpleName()
              + " of "
              + topic.name()
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }
}

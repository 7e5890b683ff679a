package io.farmsync.weather.topology;

import io.farmsync.schemas.kafka.WireJson;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Values of our own stores as JSON; nobody else reads them, so no schema guards them. */
record StoreJson<T>(Class<T> type) implements Serde<T> {

  @Override
  public Serializer<T> serializer() {
    return (_, value) -> value == null ? null : WireJson.mapper().writeValueAsBytes(value);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (_, bytes) -> read(bytes);
  }

  private @Nullable T read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return WireJson.mapper().readValue(bytes, type);
    } catch (JacksonException e) {
      throw new SerializationException("cannot read a stored " + type.getSimpleName(), e);
    }
  }
}

package io.farmsync.query.topology;

import io.farmsync.schemas.kafka.WireJson;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Values of our own stores as JSON; nobody else reads them. */
final class StoredJson<V> implements Serde<V> {

  private final Class<V> type;

  StoredJson(Class<V> type) {
    this.type = type;
  }

  @Override
  public Serializer<V> serializer() {
    return (_, value) -> write(value);
  }

  @Override
  public Deserializer<V> deserializer() {
    return (_, bytes) -> read(bytes);
  }

  private byte @Nullable [] write(@Nullable V value) {
    return value == null ? null : WireJson.mapper().writeValueAsBytes(value);
  }

  private @Nullable V read(byte @Nullable [] bytes) {
    return bytes == null ? null : WireJson.mapper().readValue(bytes, type);
  }
}

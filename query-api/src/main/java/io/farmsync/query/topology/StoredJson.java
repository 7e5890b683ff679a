package io.farmsync.query.topology;

import io.farmsync.schemas.kafka.WireJson;

/** Values as JSON. */
record StoredJson<V>(Class<V> type) implements StoredForm<V> {

  @Override
  public byte[] write(V value) {
    return WireJson.mapper().writeValueAsBytes(value);
  }

  @Override
  public V read(byte[] stored) {
    return WireJson.mapper().readValue(stored, type);
  }
}

package io.farmsync.query.topology;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How a view keeps its values; nobody but the views reads them. */
interface StoredForm<V> {

  byte[] write(V value);

  /**
   * The value again.
   *
   * @throws IllegalArgumentException if the bytes are none of ours
   */
  V read(byte[] stored);

  /** The same for Kafka Streams, where null is the absence of a value. */
  default Serde<V> serde() {
    return Serdes.serdeFrom(
        (_, value) -> value == null ? null : write(value),
        (_, bytes) -> bytes == null ? null : read(bytes));
  }
}

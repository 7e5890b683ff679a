package io.farmsync.ndvi.topology;

import io.farmsync.schemas.Topic;

/** The value of a record to be written, and where to. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Planned(String topic, byte[] value) {
  boolean goesTo(Topic<?> other) {
    return topic.equals(other.name());
  }
}

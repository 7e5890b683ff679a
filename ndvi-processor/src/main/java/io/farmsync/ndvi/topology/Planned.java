package io.farmsync.ndvi.topology;

/** The value of a record to be written, and where to. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Planned(String topic, byte[] value) {
  boolean goesTo(String other) {
    return topic.equals(other);
  }
}

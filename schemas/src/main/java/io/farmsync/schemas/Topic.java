package io.farmsync.schemas;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A topic as every service must find it.
 *
 * @param key what the record key is, in words
 * @param retention null keeps for ever
 * @param value the record type of its values
 * @param schema name of the JSON Schema of its values
 */
public record Topic<V>(
    String name,
    String key,
    int partitions,
    Cleanup cleanup,
    @Nullable Duration retention,
    Class<V> value,
    String schema) {

  /** What the broker does with old records. */
  public enum Cleanup {
    /** Drops whole segments older than the retention. */
    DELETE,
    /** Keeps the latest record of each key. */
    COMPACT,
    /** Keeps the latest record of each key, until the retention. */
    COMPACT_AND_DELETE
  }

  /** Name of the topic that keeps records of this one that could not be processed. */
  public String deadLetters() {
    return name + "-dlt";
  }
}

package io.farmsync.query.topology;

import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one topic change the views. Applying a record again must change nothing: after
 * a crash the last ones are read again.
 */
interface Fold<V> {

  /** Takes hold of the stores; called before any record, when they are restored. */
  void open(ProcessingContext context);

  /**
   * One record.
   *
   * @param value null for a tombstone
   * @throws IllegalArgumentException if the record makes no sense here
   */
  void apply(String key, @Nullable V value);
}

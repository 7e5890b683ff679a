package io.farmsync.sync.audit;

import java.util.List;

/** The topic of farm events, read from its start up to where it ended when the reading began. */
public interface AuditedTopic extends AutoCloseable {

  /** Begins at the start; what is committed from now on comes only after {@link #extend}. */
  void begin();

  /** Goes on up to where the topic ends now. */
  void extend();

  /** Where the partitions start and end now. */
  Extent extent();

  /**
   * Offsets, by partition.
   *
   * @param starts 0 unless records were removed
   */
  record Extent(List<Long> starts, List<Long> ends) {}

  /** The next records; none when nothing came for a moment, which need not be the end. */
  Records read();

  /**
   * Some records.
   *
   * @param foreign those that are not written as the relay writes
   */
  record Records(List<Published> events, List<Place> foreign) {
    int size() {
      return events.size() + foreign.size();
    }
  }

  /** An event and where it is. */
  record Published(AuditedEvent event, int partition) {}

  /** Of a record. */
  record Place(int partition, long offset) {}

  /** Whether everything was read. */
  boolean isAtEnd();

  @Override
  void close();
}

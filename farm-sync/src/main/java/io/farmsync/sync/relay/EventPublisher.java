package io.farmsync.sync.relay;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes events and the position they bring the relay to in one transaction: readers see all of it
 * or nothing. Opening one fences every older one and settles what it left unfinished.
 */
public interface EventPublisher extends AutoCloseable {

  /** Opens publishers, one at a time. */
  interface Factory {
    EventPublisher open();

    /** Does beforehand, while standing by, what can be done without fencing anybody. */
    default void prepare() {}
  }

  /** The position of the last committed transaction, if there ever was one. */
  Optional<LogPosition> position();

  /**
   * What {@code farm-events} has lost of what was committed up to the position: a broker that
   * forgot acknowledged records, or a topic made anew. Empty if it is whole.
   */
  Optional<String> loss();

  /** The highest committed version of each farm in {@code farm-events}. Reads the whole topic. */
  Map<UUID, Long> publishedVersions();

  /** Adds an event to the open transaction, or to a new one. */
  void publish(StoredEvent event);

  /** Commits the open transaction together with the position. */
  void commit(LogPosition position);

  /** Commits the open transaction and leaves the position where it was. */
  void commitWithoutPosition();

  /** Aborts what is open. */
  @Override
  void close();
}

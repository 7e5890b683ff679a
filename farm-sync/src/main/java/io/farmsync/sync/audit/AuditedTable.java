package io.farmsync.sync.audit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The event store, read in slices. */
public interface AuditedTable extends AutoCloseable {

  /** Whether this instance is the one that audits; asked before each sweep. */
  boolean tryToAudit();

  /** Place in the write-ahead log behind everything that is committed now. */
  long lsn();

  /** How many rows of the event store were ever updated or deleted, as PostgreSQL counts them. */
  long rewrites();

  /** The next rows in the order of their positions, those behind the given one. */
  EventSlice eventsBehind(long position, int limit);

  /**
   * Some rows.
   *
   * @param last position of the last one; meaningless without rows
   * @param withoutFarm farms that have a first event and no current state
   */
  record EventSlice(List<AuditedEvent> events, long last, List<UUID> withoutFarm) {}

  /** The next current states in the order of ids, those behind the given one. */
  FarmSlice farmsBehind(UUID id, int limit);

  /**
   * Some current states.
   *
   * @param last id of the last one; meaningless without rows
   * @param differing those that are not what their newest event led to
   */
  record FarmSlice(int rows, UUID last, List<AuditedEvent.Name> differing) {}

  /** Those of the events that are there now. */
  Set<AuditedEvent.Name> present(Collection<AuditedEvent.Name> events);

  @Override
  void close();
}

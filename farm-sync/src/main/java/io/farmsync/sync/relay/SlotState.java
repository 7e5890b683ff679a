package io.farmsync.sync.relay;

/**
 * The replication slot and the database it belongs to.
 *
 * @param database identity of cluster and database
 * @param writtenLsn the end of the log
 * @param condition whether the slot can be read
 * @param confirmedLsn up to where the slot was told to forget; 0 without a slot
 */
public record SlotState(String database, long writtenLsn, Condition condition, long confirmedLsn) {

  /** Whether a slot can be read. */
  public enum Condition {
    USABLE,
    /** Never made, or dropped. */
    MISSING,
    /** Held back more log than {@code max_slot_wal_keep_size} allows. */
    LOST,
    /** Somebody else's of the same name: of another database, or another plug-in. */
    FOREIGN
  }
}

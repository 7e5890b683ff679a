package io.farmsync.sync.relay;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** The database behind the relay. */
public interface EventStore {

  /** Stands for the lead. */
  Candidacy stand();

  /** Asks for the lead, several times a second. The lead goes when this is closed. */
  interface Candidacy extends AutoCloseable {

    /** The right to relay, if no other instance has it, or the one that has it stands still. */
    Optional<Leadership> tryToLead();

    @Override
    void close();
  }

  /**
   * Lost with its connection, or to a standby when its process stands still; so it is asked again
   * and again. What it may do, it may do no more once it is lost.
   */
  interface Leadership extends AutoCloseable {
    boolean isHeld();

    /** Ends whoever still reads the slot: that is a zombie. */
    void endReaders();

    /**
     * Replaces the slot by a new one, and opens a snapshot of the events as of its first position.
     */
    Snapshot recreateSlot();

    @Override
    void close();
  }

  /** How the replication slot stands. */
  SlotState slot();

  /** Bytes of log the slot holds back, if there is a slot. */
  OptionalLong slotLag();

  /** Writes the heartbeat row, which moves the position on while no farm changes. */
  void beat();

  /**
   * The committed events at the moment a slot was made; everything later comes through the slot.
   */
  interface Snapshot extends AutoCloseable {
    /** Where the new slot starts. */
    long lsn();

    String database();

    /** The highest version of each farm. */
    Map<UUID, Long> versions();

    /** Every farm event in the order it was appended, without holding them all in memory. */
    void forEachFarmEvent(Consumer<StoredEvent.OfFarm> action);

    /** The latest event of each subject. */
    void forEachCredential(Consumer<StoredEvent.OfCredential> action);

    @Override
    void close();
  }
}

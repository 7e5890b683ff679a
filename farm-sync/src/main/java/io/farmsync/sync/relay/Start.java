package io.farmsync.sync.relay;

import static io.farmsync.sync.relay.LogPosition.text;

import io.farmsync.sync.relay.SlotState.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a relay begins, decided from what Kafka and the database remember. Kafka's position is never
 * behind the slot's in normal running: the slot is told only what Kafka has committed.
 */
public sealed interface Start {

  /** Both agree: go on. */
  record Resume(LogPosition position) implements Start {}

  /**
   * The log between the two is gone, or was never followed: compare table and topic, publish what
   * is missing, and follow a new slot.
   *
   * @param expected true for the very first start only
   */
  record CatchUp(String reason, boolean expected) implements Start {}

  /** The topics were written from another history; going on would mix the two. */
  record Refuse(String reason) implements Start {}

  /**
   * Decides.
   *
   * @param stored the position of Kafka's last committed transaction
   * @param loss what the topics have lost of what was committed up to there
   */
  static Start decide(Optional<LogPosition> stored, Optional<String> loss, SlotState slot) {
    if (slot.condition() == Condition.FOREIGN) {
      return new Refuse(
          "the replication slot belongs to another database of this cluster: set"
              + " farm-sync.relay.slot to a name of its own");
    }
    return stored.map(position -> from(position, loss, slot)).orElseGet(() -> firstStart(slot));
  }

  private static Start firstStart(SlotState slot) {
    return slot.condition() == Condition.MISSING
        ? new CatchUp("no position is stored in Kafka", true)
        : new CatchUp("there is a slot, but no position in Kafka: its topics were lost", false);
  }

  private static Start from(LogPosition position, Optional<String> loss, SlotState slot) {
    if (!position.database().equals(slot.database())) {
      return new Refuse(
          "the stored position belongs to database %s, but this is %s: connect the former, or start"
                  .formatted(position.database(), slot.database())
              + " with empty topics");
    }
    if (position.lsn() > slot.writtenLsn()) {
      return new Refuse(
          "the stored position %s lies beyond the end of the log, %s: the database was restored to"
                  .formatted(text(position.lsn()), text(slot.writtenLsn()))
              + " an earlier state, and events published since are not in it");
    }
    String gap = loss.isPresent() ? loss.get() : gap(position, slot);
    return gap == null ? new Resume(position) : new CatchUp(gap, false);
  }

  private static @Nullable String gap(LogPosition position, SlotState slot) {
    return switch (slot.condition()) {
      case MISSING, FOREIGN -> "the replication slot is gone";
      case LOST -> "the replication slot held back too much log and was lost";
      // A fresh slot starts one byte behind the position stored with it.
      case USABLE ->
          slot.confirmedLsn() <= position.lsn() + 1
              ? null
              : "the slot is at %s, past the stored position %s: Kafka lost its last transactions"
                  .formatted(text(slot.confirmedLsn()), text(position.lsn()));
    };
  }
}

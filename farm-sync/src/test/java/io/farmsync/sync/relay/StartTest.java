package io.farmsync.sync.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.sync.relay.SlotState.Condition;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartTest {
  private static final LogPosition STORED = new LogPosition("7/farm", 1000, Map.of("lsn", 1000L));

  @Test
  void bothAgree() {
    assertThat(start(STORED, slot(Condition.USABLE, 900))).isEqualTo(new Start.Resume(STORED));
  }

  @Test
  void aFreshSlotStartsOneBehindWhatWasStoredWithIt() {
    assertThat(start(STORED, slot(Condition.USABLE, 1001))).isEqualTo(new Start.Resume(STORED));
  }

  @Test
  void aSlotAheadOfKafkaMeansThatKafkaLostRecords() {
    assertThat(start(STORED, slot(Condition.USABLE, 1002)))
        .isEqualTo(
            new Start.CatchUp(
                "the slot is at 0/3EA, past the stored position 0/3E8: Kafka lost its last"
                    + " transactions",
                false));
  }

  @Test
  void aSlotThatIsGoneOrLostIsCaughtUpWith() {
    assertThat(start(STORED, slot(Condition.MISSING, 0))).isInstanceOf(Start.CatchUp.class);
    assertThat(start(STORED, slot(Condition.LOST, 900))).isInstanceOf(Start.CatchUp.class);
  }

  @Test
  void topicsThatLostRecordsAreCaughtUpWithThoughTheSlotIsWhereItWas() {
    var loss = Optional.of("farm-events ends 2 offsets before");
    assertThat(Start.decide(Optional.of(STORED), loss, slot(Condition.USABLE, 900)))
        .isEqualTo(new Start.CatchUp("farm-events ends 2 offsets before", false));
  }

  @Test
  void theFirstStartCatchesUpWhetherThereIsASlotOrNot() {
    var first = new Start.CatchUp("no position is stored in Kafka", true);
    assertThat(Start.decide(Optional.empty(), Optional.empty(), slot(Condition.MISSING, 0)))
        .isEqualTo(first);
    assertThat(Start.decide(Optional.empty(), Optional.empty(), slot(Condition.USABLE, 10)))
        .isInstanceOfSatisfying(
            Start.CatchUp.class, start -> assertThat(start.expected()).isFalse());
  }

  @Test
  void aSlotOfSomebodyElseIsNotTouched() {
    assertThat(start(STORED, slot(Condition.FOREIGN, 900))).isInstanceOf(Start.Refuse.class);
    assertThat(Start.decide(Optional.empty(), Optional.empty(), slot(Condition.FOREIGN, 900)))
        .isInstanceOf(Start.Refuse.class);
  }

  @Test
  void anotherDatabaseIsRefusedEvenWithoutASlot() {
    var slot = new SlotState("8/farm", 2000, Condition.MISSING, 0);
    assertThat(start(STORED, slot)).isInstanceOf(Start.Refuse.class);
  }

  @Test
  void aDatabaseThatWasRestoredToAnEarlierStateIsRefused() {
    var slot = new SlotState("7/farm", 999, Condition.USABLE, 900);
    assertThat(start(STORED, slot)).isInstanceOf(Start.Refuse.class);
  }

  @Test
  void positionsAreReadAndWrittenAsPostgresDoes() {
    assertThat(LogPosition.text(0x16_B374D848L)).isEqualTo("16/B374D848");
    assertThat(LogPosition.parse("16/B374D848")).isEqualTo(0x16_B374D848L);
    assertThat(LogPosition.parse("0/0")).isZero();
  }

  private static Start start(LogPosition stored, SlotState slot) {
    return Start.decide(Optional.of(stored), Optional.empty(), slot);
  }

  private static SlotState slot(Condition condition, long confirmed) {
    return new SlotState("7/farm", 2000, condition, confirmed);
  }
}

package io.farmsync.sync.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.sync.relay.SlotState.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SameSlotTest {
  private static final LogPosition FROM = new LogPosition("7/farm", 1000, Map.of());
  private static final List<FeedItem> ITEMS = List.of(new FeedItem.TransactionEnd());

  private final List<FeedItem> taken = new ArrayList<>();
  private final List<SlotState> states = new ArrayList<>();
  private final SameSlot reader =
      new SameSlot(
          states::removeFirst,
          FROM,
          items -> {
            taken.addAll(items);
            return Optional.empty();
          });

  @Test
  void aSlotThatStandsWhereItStoodIsLookedAtOnceAndFollowed() throws Exception {
    states.add(slot(Condition.USABLE, 1000));
    reader.take(ITEMS);
    reader.take(ITEMS);
    assertThat(taken).hasSize(2);
    assertThat(states).isEmpty();
  }

  @Test
  void nothingIsTakenFromASlotThatWasMadeMeanwhile() {
    states.add(slot(Condition.USABLE, 1500));
    assertThatThrownBy(() -> reader.take(ITEMS))
        .isInstanceOf(RelayException.class)
        .hasMessageContaining("replaced");
    assertThat(taken).isEmpty();
  }

  @Test
  void nothingIsTakenAfterTheSlotIsGone() {
    states.add(slot(Condition.MISSING, 0));
    assertThatThrownBy(() -> reader.take(ITEMS)).isInstanceOf(RelayException.class);
    assertThat(taken).isEmpty();
  }

  private static SlotState slot(Condition condition, long confirmed) {
    return new SlotState("7/farm", 2000, condition, confirmed);
  }
}

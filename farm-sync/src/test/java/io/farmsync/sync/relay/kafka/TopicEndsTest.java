package io.farmsync.sync.relay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicEndsTest {
  private static final String TOPIC = "farm-events";

  @Test
  void aCommitAddsItsRecordsAndAMarkerToEachPartitionItTouched() {
    var ends = new TopicEnds(List.of(10L, 20L, 30L));
    ends.sent(0);
    ends.sent(0);
    ends.sent(2);
    assertThat(ends.afterCommit()).containsExactly(13L, 20L, 32L);
    ends.committed();
    assertThat(ends.afterCommit()).containsExactly(13L, 20L, 32L);
    ends.sent(1);
    assertThat(ends.afterCommit()).containsExactly(13L, 22L, 32L);
  }

  @Test
  void aPartitionThatEndsEarlierHasLostRecords() {
    var found = new TopicEnds(List.of(13L, 20L, 30L));
    assertThat(found.missing(TOPIC, List.of(13L, 20L, 32L)))
        .hasValueSatisfying(loss -> assertThat(loss).contains("farm-events ends 2 offsets before"));
  }

  @Test
  void aTopicMadeAnewHasLostEverything() {
    var found = new TopicEnds(List.of(0L, 0L, 0L));
    assertThat(found.missing(TOPIC, List.of(13L, 20L, 32L))).isPresent();
  }

  @Test
  void whatOthersAddedIsNoLoss() {
    var found = new TopicEnds(List.of(14L, 20L, 40L));
    assertThat(found.missing(TOPIC, List.of(13L, 20L, 32L))).isEmpty();
  }

  @Test
  void aPositionWithoutEndsTellsNothing() {
    assertThat(new TopicEnds(List.of(0L)).missing(TOPIC, null)).isEmpty();
  }
}

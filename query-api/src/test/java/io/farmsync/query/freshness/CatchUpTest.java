package io.farmsync.query.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CatchUpTest {

  @Test
  void whatWasNotReadRemains() {
    var catchUp = CatchUp.of(Map.of("a", 0L, "b", 0L), Map.of("a", 10L, "b", 5L), Map.of("a", 4L));
    assertThat(catchUp).isEqualTo(new CatchUp(15, 11));
    assertThat(catchUp.isDone()).isFalse();
  }

  @Test
  void expiredRecordsNeedNotBeRead() {
    assertThat(CatchUp.of(Map.of("a", 10L), Map.of("a", 10L), Map.of()).isDone()).isTrue();
  }

  @Test
  void readingBeyondTheEndOfTheStartIsDone() {
    assertThat(CatchUp.of(Map.of("a", 0L), Map.of("a", 10L), Map.of("a", 12L)).isDone()).isTrue();
  }
}

package io.farmsync.query.live.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.live.Change;
import io.farmsync.query.live.Change.Kind;
import io.farmsync.query.live.Interest;
import io.farmsync.query.live.Listening.Heard;
import io.farmsync.query.live.Listening.Reason;
import io.farmsync.query.live.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicListeningTest {

  private static final Position START = Position.of(new long[TopicChanges.PARTITIONS.size()]);

  private final TopicChanges changes =
      new TopicChanges(
          new KafkaSettings("localhost:1", (short) 1, "state", Map.of()),
          new LiveProperties(10, 2, 1, 100));

  @Test
  void aListenerThatStaysBehindHearsWhatWaitsAndThenWhyItEnds() throws Exception {
    var slow = listening(EnumSet.allOf(Kind.class), Set.of());
    for (int offset = 0; offset < 3; offset++) {
      slow.tell(change("us", null), 0, offset, START.after(0, offset));
    }
    assertThat(slow.next(Duration.ZERO)).isInstanceOf(Heard.Told.class);
    assertThat(slow.next(Duration.ZERO)).isInstanceOf(Heard.Told.class);
    assertThat(slow.next(Duration.ZERO))
        .isEqualTo(new Heard.Ended(Reason.TOO_SLOW, START.after(0, 1)));
  }

  @Test
  void anotherTenantsChangesAreNotHeard() throws Exception {
    var listening = listening(EnumSet.allOf(Kind.class), Set.of());
    listening.tell(change("them", null), 0, 0, START.after(0, 0));
    assertThat(listening.next(Duration.ZERO)).isInstanceOf(Heard.Silence.class);
  }

  @Test
  void weatherIsHeardWhereTheTenantHasFarmsAndWhereOneWasHeardOf() throws Exception {
    var listening = listening(EnumSet.of(Kind.WEATHER), Set.of("1.0,1.0"));
    listening.tell(change(null, "2.0,2.0"), 0, 0, START.after(0, 0));
    assertThat(listening.next(Duration.ZERO)).isInstanceOf(Heard.Silence.class);
    listening.tell(change("us", "2.0,2.0"), 0, 1, START.after(0, 1));
    assertThat(listening.next(Duration.ZERO)).isInstanceOf(Heard.Silence.class);
    listening.tell(change(null, "2.0,2.0"), 0, 2, START.after(0, 2));
    assertThat(listening.next(Duration.ZERO)).isInstanceOf(Heard.Told.class);
  }

  private TopicListening listening(Set<Kind> kinds, Set<String> cells) {
    return new TopicListening(changes, new Interest("us", kinds, cells), null, START, 2);
  }

  private static Change change(@Nullable String tenant, @Nullable String cell) {
    return new Change(
        "id",
        tenant == null ? Kind.WEATHER : Kind.FARM,
        "farm.renamed",
        Instant.EPOCH,
        tenant,
        cell,
        Map.of());
  }
}

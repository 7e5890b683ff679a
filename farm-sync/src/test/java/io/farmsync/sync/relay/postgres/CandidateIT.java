package io.farmsync.sync.relay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.sync.relay.EventStore.Leadership;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CandidateIT {

  private static final Duration LOOK = Duration.ofMillis(250);

  private long now = 1;
  private Candidate first;
  private Candidate second;
  private Leadership leader;

  @BeforeEach
  void oneLeadsAndOneStandsBy() throws SQLException {
    var platform = EmbeddedPlatform.shared();
    var database =
        platform.postgres().createDatabase(platform.uniqueName("candidate").replace('-', '_'));
    var sessions = new Sessions(database.url(), database.username(), database.password());
    var slot = new Slot("candidate_it", "none");
    first = Candidate.open(sessions, slot, () -> now);
    second = Candidate.open(sessions, slot, () -> now);
    leader = first.tryToLead().orElseThrow();
  }

  @AfterEach
  void nobodyStands() {
    leader.close();
    first.close();
    second.close();
  }

  private Optional<Leadership> look(Duration later) {
    now += later.toNanos();
    return second.tryToLead();
  }

  @Test
  void aLeaderThatHasBeenSilentForLongEnoughIsReplaced() {
    leader.close(); // which ends its words, not its session
    for (int look = 0; look <= Candidate.SILENCE.dividedBy(LOOK) - 1; look++) {
      assertThat(look(LOOK)).isEmpty();
    }
    Optional<Leadership> successor = Optional.empty();
    for (int look = 0; successor.isEmpty() && look < 20; look++) {
      successor = look(LOOK);
    }
    assertThat(successor).isPresent();
    assertThat(successor.orElseThrow().isHeld()).isTrue();
    successor.orElseThrow().close();
  }

  @Test
  void aLeaderThatSpeaksIsNeverReplaced() {
    for (int look = 0; look < 20; look++) {
      leader.endReaders(); // a question in its session
      assertThat(look(LOOK)).isEmpty();
    }
    assertThat(leader.isHeld()).isTrue();
  }

  @Test
  void whoLooksTooLateReplacesNobody() {
    leader.close();
    for (int look = 0; look < 20; look++) {
      assertThat(look(Candidate.LATE.plusMillis(1))).isEmpty();
    }
  }

  @Test
  void whoDiesIsReplacedAtOnce() {
    first.close();
    Optional<Leadership> successor = Optional.empty();
    for (int look = 0; successor.isEmpty() && look < 1_000; look++) {
      successor = look(Duration.ZERO);
    }
    assertThat(successor).isPresent();
    successor.orElseThrow().close();
  }
}

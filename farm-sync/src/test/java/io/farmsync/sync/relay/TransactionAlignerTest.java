package io.farmsync.sync.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransactionAlignerTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final FeedItem END = new FeedItem.TransactionEnd();

  private final RecordingPublisher publisher = new RecordingPublisher();
  private final RecordingObserver observer = new RecordingObserver();
  private final TransactionAligner aligner =
      new TransactionAligner(
          publisher,
          "7/farm",
          observer,
          Clock.fixed(NOON.plus(Duration.ofMillis(20)), ZoneOffset.UTC));

  @Test
  void rowsAreCommittedWhereTheirTransactionEnds() {
    assertThat(aligner.take(List.of(row(1), row(2)))).isEmpty();
    assertThat(publisher.log).containsExactly("publish 1", "publish 2");
    assertThat(aligner.take(List.of(row(3), END))).contains(new Mark(3));
    assertThat(publisher.log).containsExactly("publish 1", "publish 2", "publish 3", "commit 3");
  }

  @Test
  void transactionsThatCameTogetherAreCommittedTogether() {
    assertThat(aligner.take(List.of(row(1), END, row(2), END, row(3)))).contains(new Mark(2));
    assertThat(publisher.log).containsExactly("publish 1", "publish 2", "commit 2", "publish 3");
    assertThat(aligner.take(List.of(END))).contains(new Mark(3));
    assertThat(publisher.log).endsWith("publish 3", "commit 3");
  }

  @Test
  void anEndWhoseRowsWerePublishedBeforeARestartCommitsNothing() {
    assertThat(aligner.take(List.of(END))).isEmpty();
    assertThat(publisher.log).isEmpty();
  }

  @Test
  void whatFailedToCommitIsNotDurable() {
    publisher.refuse = true;
    assertThatThrownBy(() -> aligner.take(List.of(row(1), END))).isInstanceOf(RelayException.class);
    assertThat(observer.delays).isEmpty();
  }

  @Test
  void aHeartbeatMovesThePositionAndIsNoEvent() {
    var heartbeat = new FeedItem.Row(new StoredEvent.Heartbeat(), new Mark(5), NOON);
    assertThat(aligner.take(List.of(heartbeat, END))).contains(new Mark(5));
    assertThat(observer.delays).isEmpty();
    assertThat(observer.reached).isEqualTo(5);
    assertThat(observer.through).isEqualTo(NOON);
  }

  @Test
  void eachEventIsTimedFromItsOwnCommit() {
    aligner.take(List.of(row(1), row(2), END, row(3, NOON.plusMillis(15)), END));
    assertThat(observer.delays)
        .containsExactly(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(5));
    assertThat(observer.through).as("what is in Kafka by now").isEqualTo(NOON.plusMillis(15));
  }

  private static FeedItem row(long lsn) {
    return row(lsn, NOON);
  }

  private static FeedItem row(long lsn, Instant committedAt) {
    var event =
        new StoredEvent.OfFarm(
            new UUID(0, lsn), new UUID(0, 1), lsn, "green", "farm.renamed.v1", NOON, "{}", "{}");
    return new FeedItem.Row(event, new Mark(lsn), committedAt);
  }

  private record Mark(long lsn) implements FeedItem.Mark {
    @Override
    public Map<String, Object> offset() {
      return Map.of("lsn", lsn);
    }
  }

  private static final class RecordingPublisher implements EventPublisher {
    final List<String> log = new ArrayList<>();
    boolean refuse;

    @Override
    public Optional<LogPosition> position() {
      return Optional.empty();
    }

    @Override
    public Optional<String> loss() {
      return Optional.empty();
    }

    @Override
    public Map<UUID, Long> publishedVersions() {
      return Map.of();
    }

    @Override
    public void publish(StoredEvent event) {
      if (event instanceof StoredEvent.OfFarm farm) {
        log.add("publish " + farm.version());
      }
    }

    @Override
    public void commit(LogPosition position) {
      if (refuse) {
        throw new RelayException(RelayException.Failure.BROKER, "refused", null);
      }
      log.add("commit " + position.lsn());
    }

    @Override
    public void commitWithoutPosition() {
      log.add("commit");
    }

    @Override
    public void close() {}
  }

  private static final class RecordingObserver implements RelayObserver {
    final List<Duration> delays = new ArrayList<>();
    long reached;
    Instant through = Instant.EPOCH;

    @Override
    public void relayed(Duration delay) {
      delays.add(delay);
    }

    @Override
    public void reached(long lsn, Instant committedAt) {
      reached = lsn;
      through = committedAt;
    }

    @Override
    public void active(boolean active) {}

    @Override
    public void failed(RelayException.Failure failure) {}

    @Override
    public void caughtUp(long published) {}

    @Override
    public void slotLag(long bytes) {}
  }
}

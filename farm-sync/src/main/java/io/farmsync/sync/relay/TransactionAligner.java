package io.farmsync.sync.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the feed gives and commits only where a database transaction ends: a batch cut
 * between two rows that share a log position would lose one of them on restart. Several database
 * transactions that came together share one Kafka transaction. The position stored is the last
 * row's, never that of the transaction's end: resuming from an end can skip a transaction that was
 * interleaved with it.
 */
final class TransactionAligner implements ChangeFeed.Reader {
  private final EventPublisher publisher;
  private final String database;
  private final RelayObserver observer;
  private final Clock clock;
  private final List<Relayed> uncommitted = new ArrayList<>();
  private FeedItem.@Nullable Mark last;
  private Instant lastCommittedAt = Instant.EPOCH;

  /** Events of one commit, which are many in one COPY. */
  private record Relayed(Instant committedAt, long events) {}

  TransactionAligner(
      EventPublisher publisher, String database, RelayObserver observer, Clock clock) {
    this.publisher = publisher;
    this.database = database;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public Optional<FeedItem.Mark> take(List<FeedItem> items) {
    int afterLastEnd = afterLastEnd(items);
    items.subList(0, afterLastEnd).forEach(this::publish);
    FeedItem.Mark durable = afterLastEnd > 0 ? commit() : null;
    items.subList(afterLastEnd, items.size()).forEach(this::publish);
    return Optional.ofNullable(durable);
  }

  private static int afterLastEnd(List<FeedItem> items) {
    int end = items.size();
    while (end > 0 && items.get(end - 1) instanceof FeedItem.Row) {
      end--;
    }
    return end;
  }

  private void publish(FeedItem item) {
    if (item instanceof FeedItem.Row(StoredEvent event, FeedItem.Mark mark, Instant committedAt)) {
      publisher.publish(event);
      last = mark;
      lastCommittedAt = committedAt;
      if (!(event instanceof StoredEvent.Heartbeat)) {
        count(committedAt);
      }
    }
  }

  private void count(Instant committedAt) {
    long before = 0;
    if (!uncommitted.isEmpty() && uncommitted.getLast().committedAt().equals(committedAt)) {
      before = uncommitted.removeLast().events();
    }
    uncommitted.add(new Relayed(committedAt, before + 1));
  }

  /** Nothing to commit when the end is that of a transaction published before a restart. */
  private FeedItem.@Nullable Mark commit() {
    FeedItem.Mark durable = last;
    if (durable == null) {
      return null;
    }
    publisher.commit(new LogPosition(database, durable.lsn(), durable.offset()));
    last = null;
    Instant now = clock.instant();
    for (var relayed : uncommitted) {
      Duration delay = Duration.between(relayed.committedAt(), now);
      for (long event = 0; event < relayed.events(); event++) {
        observer.relayed(delay);
      }
    }
    uncommitted.clear();
    observer.reached(durable.lsn(), lastCommittedAt);
    return durable;
  }
}

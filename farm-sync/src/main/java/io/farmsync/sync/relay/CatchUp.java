package io.farmsync.sync.relay;

import io.farmsync.sync.relay.RelayException.Failure;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings the topics level with the table without the log. A farm's versions have no gaps and were
 * published in order, so the highest published version says exactly which of its events are
 * missing. Interrupted anywhere, it can simply begin again: what was committed is counted next
 * time, and the position is stored last.
 */
final class CatchUp {
  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

  /** Bounds one Kafka transaction in memory and time. */
  private static final int EVENTS_PER_TRANSACTION = 1000;

  private final EventPublisher publisher;
  private final Map<UUID, Long> published;
  private long events;

  private CatchUp(EventPublisher publisher, Map<UUID, Long> published) {
    this.publisher = publisher;
    this.published = published;
  }

  /**
   * Publishes what is missing and stores where the new slot starts.
   *
   * @throws RelayException of kind HISTORY if the topic knows more than the table
   */
  static LogPosition run(
      EventStore.Leadership leadership,
      EventPublisher publisher,
      ChangeFeed feed,
      Start.CatchUp start,
      RelayObserver observer) {
    log.atLevel(start.expected() ? Level.INFO : Level.WARN)
        .log("Comparing the event store with farm-events, because {}", start.reason());
    Map<UUID, Long> published = publisher.publishedVersions();
    try (EventStore.Snapshot snapshot = leadership.recreateSlot()) {
      refuseIfTopicIsAhead(published, snapshot.versions());
      var run = new CatchUp(publisher, published);
      snapshot.forEachFarmEvent(run::publishIfMissing);
      // Values in between are history: publishing them again would bring revoked keys back to life.
      snapshot.forEachCredential(run::publish);
      // One byte before the slot's start: no row can be mistaken for one that was relayed.
      long lsn = snapshot.lsn() - 1;
      var position = new LogPosition(snapshot.database(), lsn, feed.offsetAt(lsn));
      publisher.commit(position);
      observer.caughtUp(run.events);
      log.info(
          "{} events were published that Kafka did not have; following the log from {}",
          run.events,
          LogPosition.text(snapshot.lsn()));
      return position;
    }
  }

  private void publishIfMissing(StoredEvent.OfFarm event) {
    if (event.version() > published.getOrDefault(event.farmId(), 0L)) {
      publish(event);
    }
  }

  private void publish(StoredEvent event) {
    publisher.publish(event);
    events++;
    if (events % EVENTS_PER_TRANSACTION == 0) {
      publisher.commitWithoutPosition();
    }
  }

  private static void refuseIfTopicIsAhead(Map<UUID, Long> published, Map<UUID, Long> stored) {
    published.forEach((farm, version) -> {
      if (version > stored.getOrDefault(farm, 0L)) {
        throw new RelayException(
            Failure.HISTORY,
            "farm-events has version %d of farm %s, the event store only %d: the database was"
                    .formatted(version, farm, stored.getOrDefault(farm, 0L))
                + " restored to an earlier state or is another one",
            null);
      }
    });
  }
}

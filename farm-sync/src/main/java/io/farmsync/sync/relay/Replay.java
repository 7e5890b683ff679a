package io.farmsync.sync.relay;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Publishes farm events again, in the order of the store and exactly as the relay published them,
 * into a topic that is not the live one. Killed anywhere, it is simply started again: what the
 * topic has is not published twice, and what has happened since is added.
 */
public final class Replay {
  private static final int EVENTS_PER_TRANSACTION = 1000;

  private final Target target;
  private final Consumer<Outcome> progress;
  private final Map<UUID, Long> versions;
  private long published;
  private long present;

  /** Where the events come from. */
  public interface Source {
    /** Hands over the events as of one moment, in order, without holding them all in memory. */
    void forEach(ReplaySelection selection, Consumer<StoredEvent.OfFarm> action);
  }

  /** Where they go. Events of one transaction are seen together or not at all. */
  public interface Target extends AutoCloseable {

    /** Opens targets. */
    interface Factory {
      /**
       * The topic, for this selection and no other. Fences another replay into it.
       *
       * @throws IllegalArgumentException if it is a topic of the platform, or holds something else
       */
      Target open(String topic, ReplaySelection selection);
    }

    /** The highest version of each farm that it has. About 100 bytes a farm. */
    Map<UUID, Long> versions();

    void publish(StoredEvent.OfFarm event);

    void commit();

    @Override
    void close();
  }

  /**
   * How far it is.
   *
   * @param published events published by this run
   * @param present selected events that the topic had already
   */
  public record Outcome(long published, long present) {}

  private Replay(Target target, Consumer<Outcome> progress) {
    this.target = target;
    this.progress = progress;
    this.versions = target.versions();
  }

  /**
   * Runs to the end.
   *
   * @param target only ever filled with this selection
   * @param progress told after each transaction
   */
  public static Outcome run(
      Source source, ReplaySelection selection, Target target, Consumer<Outcome> progress) {
    var replay = new Replay(target, progress);
    source.forEach(selection, replay::take);
    replay.commit();
    return replay.outcome();
  }

  private void take(StoredEvent.OfFarm event) {
    if (event.version() <= versions.getOrDefault(event.farmId(), 0L)) {
      present++;
      return;
    }
    target.publish(event);
    published++;
    if (published % EVENTS_PER_TRANSACTION == 0) {
      commit();
    }
  }

  private void commit() {
    target.commit();
    progress.accept(outcome());
  }

  private Outcome outcome() {
    return new Outcome(published, present);
  }
}

package io.farmsync.query.live;

import java.time.Duration;

/** Changes in order per farm, job and cell, each once from a position on; for one thread. */
public interface Listening extends AutoCloseable {

  /** What was heard. */
  sealed interface Heard {

    /** How far the listener has come with it. */
    Position position();

    /** A change. */
    record Told(Change change, Position position) implements Heard {}

    /** Nothing happened for as long as was waited. */
    record Silence(Position position) implements Heard {}

    /** What happened before this position is forgotten, or too much to tell: read it anew. */
    record Missed(Position position) implements Heard {}

    /** The last word; another listening may go on from the position. */
    record Ended(Reason reason, Position position) implements Heard {}
  }

  /** Why nothing more is heard. */
  enum Reason {
    /** More happened than the listener took. */
    TOO_SLOW,
    /** The service stops; others go on. */
    STOPPING
  }

  /** The next change; or silence after so long; or why there will be no more. */
  Heard next(Duration longest) throws InterruptedException;

  @Override
  void close();
}

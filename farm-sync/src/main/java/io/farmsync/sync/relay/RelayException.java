package io.farmsync.sync.relay;

import org.jspecify.annotations.Nullable;

/** Why the relay stopped. The reaction, not the exception behind it, decides what follows. */
public final class RelayException extends RuntimeException {

  /** Kinds of failures; few, because they are a metric's tag. */
  public enum Failure {
    /** Kafka does not answer, or fenced this relay. */
    BROKER(Reaction.RETRY),
    /** PostgreSQL does not answer, or refused. */
    DATABASE(Reaction.RETRY),
    /** The change feed ended. */
    FEED(Reaction.RETRY),
    /** A row that cannot be published; skipping it would reorder the farm behind it. */
    UNREADABLE_ROW(Reaction.STOP),
    /** Topics and database do not share one history. */
    HISTORY(Reaction.STOP);

    private final Reaction reaction;

    Failure(Reaction reaction) {
      this.reaction = reaction;
    }

    public Reaction reaction() {
      return reaction;
    }
  }

  /** What follows. */
  public enum Reaction {
    /** The same may work later. */
    RETRY,
    /** It never will without an operator; the relay stays down until it is started again. */
    STOP
  }

  private final Failure failure;

  public RelayException(Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}

package io.farmsync.sync.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The write-ahead log from a position on. Rows of aborted transactions never appear. */
public interface ChangeFeed {

  /** Starts to feed the reader; returns at once. */
  Running start(LogPosition from, Reader reader);

  /** The feed's own notion of a position at which no row was given yet. */
  Map<String, Object> offsetAt(long lsn);

  /** Takes what the log tells, on one thread. A failure ends the feed. */
  interface Reader {
    /**
     * Takes the next items.
     *
     * @return the newest row up to which everything is durable downstream, if that has moved; the
     *     database may then forget its log up to there
     */
    Optional<FeedItem.Mark> take(List<FeedItem> items) throws InterruptedException;
  }

  /** A started feed. */
  interface Running extends AutoCloseable {
    /** Whether it has connected to the log. */
    boolean isFollowing();

    /** True when it ended by itself within the time given. */
    boolean endsWithin(Duration limit) throws InterruptedException;

    /** Why it ended, if it failed. */
    @Nullable Throwable failure();

    /** No item is taken after this returns. */
    @Override
    void close();
  }
}

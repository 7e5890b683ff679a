package io.farmsync.sync.relay;

import java.time.Instant;
import java.util.Map;

/** What the write-ahead log tells, in commit order. */
public sealed interface FeedItem {

  /** An event of a committed transaction. */
  record Row(StoredEvent event, Mark mark, Instant committedAt) implements FeedItem {}

  /** All rows of a transaction have been given. Only here is the log cut between two feeds. */
  record TransactionEnd() implements FeedItem {}

  /** The place of a row in the log. */
  interface Mark {
    /**
     * Byte position in the log: the row's, or that of the last commit before it if transactions
     * were interleaved. The database is never told to forget more. Rows of one COPY share a
     * position, so it does not identify a row.
     */
    long lsn();

    /** What the feed needs to go on behind this row. */
    Map<String, Object> offset();
  }
}

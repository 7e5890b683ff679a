package io.farmsync.sync.relay;

import java.util.Map;

/**
 * How far the write-ahead log was relayed, as it is kept in Kafka beside the events.
 *
 * @param database which cluster and database wrote the log; positions of two are not comparable
 * @param lsn byte position up to which the log was relayed, or just before where a snapshot was
 *     taken
 * @param offset the change feed's own notion of the same position, handed back to it unread
 */
public record LogPosition(String database, long lsn, Map<String, Object> offset) {

  /** The position as PostgreSQL writes it. */
  public static String text(long lsn) {
    return "%X/%X".formatted(lsn >>> 32, lsn & 0xFFFF_FFFFL);
  }

  /** Reads a position as PostgreSQL writes it, such as {@code 16/B374D848}. */
  public static long parse(String text) {
    int slash = text.indexOf('/');
    return Long.parseLong(text, 0, slash, 16) << 32
        | Long.parseLong(text, slash + 1, text.length(), 16);
  }
}

package io.farmsync.query.freshness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * How far a reader of one partition has come, in time: where the partition ended is noted with a
 * moment, and once the reader's position is there, it has all that was published by that moment.
 * The steady writer is why the newest end alone does not do: a reader is always a little behind it.
 */
public final class Reach {

  /** Two minutes of half seconds; of more, the oldest stay and the newest are skipped. */
  private static final int MOST_NOTES = 240;

  private final Deque<Note> ahead = new ArrayDeque<>();
  private OptionalLong reached = OptionalLong.empty();
  private long position;

  private record Note(long end, long moment) {}

  /** The partition ended there at that moment; moments never go back. */
  public void note(long end, long moment) {
    var last = ahead.peekLast();
    if (last != null && last.end() == end) {
      ahead.removeLast(); // nothing was published since: the same end is good for longer
      ahead.addLast(new Note(end, moment));
    } else if (ahead.size() < MOST_NOTES) {
      ahead.addLast(new Note(end, moment));
    }
  }

  /** The reader has everything before that offset. */
  public void position(long offset) {
    position = offset;
    while (!ahead.isEmpty() && ahead.element().end() <= offset) {
      reached = OptionalLong.of(ahead.remove().moment());
    }
  }

  /** The offset that the reader was last seen at. */
  public long position() {
    return position;
  }

  /** The latest moment up to which the reader is known to have everything; empty if unknown. */
  public OptionalLong reached() {
    return reached;
  }
}

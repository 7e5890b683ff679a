package io.farmsync.query.live.kafka;

import io.farmsync.query.live.Change;
import io.farmsync.query.live.Interest;
import io.farmsync.query.live.Listening;
import io.farmsync.query.live.Position;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One listener: what happened before it came, then what waits for it. The queue is bounded; what
 * does not fit ends the listening behind what did.
 */
final class TopicListening implements Listening {

  /** How soon an end is noticed. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  private record Waiting(Change change, int place, long offset, Position position) {}

  private final TopicChanges changes;
  private final Interest interest;
  private final Position from;
  private final Position live;
  private final BlockingQueue<Waiting> waiting;
  private volatile @Nullable Reason end;
  private Position position;
  private @Nullable CatchUp catchUp;
  private boolean isLive;

  /**
   * @param from null begins at {@code live}
   * @param live from which on {@link #tell} is called
   */
  TopicListening(
      TopicChanges changes, Interest interest, @Nullable Position from, Position live, int most) {
    this.changes = changes;
    this.interest = interest;
    this.from = from == null ? live : from;
    this.live = live;
    this.position = this.from;
    this.isLive = from == null;
    this.waiting = new ArrayBlockingQueue<>(most);
  }

  /** Called in order of the records, by one thread at a time. */
  void tell(Change change, int place, long offset, Position heard) {
    if (end == null
        && offset >= from.offset(place)
        && interest.covers(change)
        && !waiting.offer(new Waiting(change, place, offset, heard))) {
      end = Reason.TOO_SLOW;
    }
  }

  void end(Reason reason) {
    if (end == null) {
      end = reason;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  @Override
  public Heard next(Duration longest) throws InterruptedException {
    if (!isLive) {
      var before = before();
      if (before != null) {
        position = before.position();
        return before;
      }
    }
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      long rest = Math.min(LONGEST_WAIT.toNanos(), deadline - System.nanoTime());
      var next = waiting.poll(Math.max(0, rest), TimeUnit.NANOSECONDS);
      if (next != null) {
        position = position.max(next.position());
        return new Heard.Told(next.change(), position);
      }
      var reason = end;
      if (reason != null && waiting.isEmpty()) {
        return new Heard.Ended(reason, position);
      }
      if (System.nanoTime() >= deadline) {
        position = changes.heardBy(this, position);
        return new Heard.Silence(position);
      }
    }
  }

  /** What happened before the common reader came to where this listener began; null at its end. */
  private @Nullable Heard before() {
    if (catchUp == null) {
      catchUp = changes.catchUp(interest, from, live);
    }
    var heard = catchUp.next(changes);
    if (heard == null || heard instanceof Heard.Missed) {
      endCatchUp();
      position = from.max(live);
    }
    return heard;
  }

  private void endCatchUp() {
    if (catchUp != null) {
      catchUp.close();
      catchUp = null;
    }
    isLive = true;
    changes.caughtUp();
  }

  @Override
  public void close() {
    changes.leave(this);
    if (!isLive) {
      endCatchUp();
    }
  }
}

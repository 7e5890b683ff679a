package io.farmsync.platform.throttle;

import java.util.Arrays;

/**
 * Calls of one caller in the period up to now, counted in slots of a sixtieth of it. A call counts
 * until its whole slot has left the period: never more calls than the rate fit into any period, and
 * a call may count up to a sixtieth too long. Slots lie at the same times on every instance.
 */
final class SlidingWindow {

  private static final int SLOTS = 60;

  private final long limit;
  private final long slotLength;
  private final int[] calls = new int[SLOTS + 1]; // the one that now lies in, and a full period
  private long newest;
  private long total;

  SlidingWindow(Rate rate) {
    this.limit = rate.count();
    this.slotLength = Math.max(1, rate.period().toMillis() / SLOTS);
  }

  /**
   * Counts a call if it is within the rate.
   *
   * @param now milliseconds since 1970
   * @return milliseconds until the next call is; 0 if this one was counted
   */
  synchronized long take(long now) {
    advanceTo(now / slotLength);
    if (total < limit) {
      calls[place(newest)]++;
      total++;
      return 0;
    }
    for (long slot = newest - SLOTS; slot <= newest; slot++) {
      if (calls[place(slot)] > 0) {
        return Math.max(1, (slot + SLOTS + 1) * slotLength - now);
      }
    }
    throw new IllegalStateException("a full window without a call"); // the limit is above 0
  }

  /** Counts calls that another instance let in; what is too old counts no more. */
  synchronized void add(long time, int number) {
    long slot = time / slotLength;
    advanceTo(slot);
    if (slot >= newest - SLOTS) {
      calls[place(slot)] += number;
      total += number;
    }
  }

  /** Start of the slot that a time lies in. */
  long slotOf(long time) {
    return time / slotLength * slotLength;
  }

  private void advanceTo(long slot) {
    if (slot - newest > SLOTS) {
      Arrays.fill(calls, 0);
      total = 0;
      newest = slot;
    }
    while (newest < slot) {
      newest++;
      total -= calls[place(newest)];
      calls[place(newest)] = 0;
    }
  }

  private static int place(long slot) {
    return Math.floorMod(slot, SLOTS + 1);
  }
}

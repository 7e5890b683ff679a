package io.farmsync.sync.relay;

import io.farmsync.sync.relay.RelayException.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets nothing through from another slot than the one the relay has looked at. A feed makes a slot
 * if there is none, and what was committed before is not in that one; so a slot that was dropped in
 * between must be noticed before anything is published. Nothing was confirmed to it yet, so it has
 * to stand where it stood.
 */
final class SameSlot implements ChangeFeed.Reader {
  private final Supplier<SlotState> slot;
  private final LogPosition from;
  private final ChangeFeed.Reader reader;
  private boolean looked;

  SameSlot(Supplier<SlotState> slot, LogPosition from, ChangeFeed.Reader reader) {
    this.slot = slot;
    this.from = from;
    this.reader = reader;
  }

  @Override
  public Optional<FeedItem.Mark> take(List<FeedItem> items) throws InterruptedException {
    if (!looked) {
      if (!(Start.decide(Optional.of(from), Optional.empty(), slot.get())
          instanceof Start.Resume)) {
        throw new RelayException(
            Failure.FEED, "the replication slot was replaced while the relay started", null);
      }
      looked = true;
    }
    return reader.take(items);
  }
}

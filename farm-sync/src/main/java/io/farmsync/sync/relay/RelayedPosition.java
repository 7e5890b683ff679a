package io.farmsync.sync.relay;

import java.util.OptionalLong;

/** How far the relay has come, whichever instance it runs on. */
public interface RelayedPosition {

  /**
   * What was committed before this place in the write-ahead log is in Kafka; empty if nothing was
   * ever relayed.
   */
  OptionalLong lsn();
}

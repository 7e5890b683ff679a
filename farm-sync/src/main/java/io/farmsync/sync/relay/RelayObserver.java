package io.farmsync.sync.relay;

import java.time.Duration;
import java.time.Instant;

/** Told what the relay does; must not fail and must not block. */
public interface RelayObserver {

  /** A farm event or credential was committed to Kafka, this long after its commit. */
  void relayed(Duration delay);

  /**
   * Everything up to here is in Kafka.
   *
   * @param committedAt when PostgreSQL committed the newest of it
   */
  void reached(long lsn, Instant committedAt);

  /** The relay follows the log, or has stopped to. */
  void active(boolean active);

  /** A run ended by failure. */
  void failed(RelayException.Failure failure);

  /** Table and topic were compared. */
  void caughtUp(long published);

  void slotLag(long bytes);
}

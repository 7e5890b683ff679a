package io.farmsync.sync.relay;

/** What the relay is doing, for health checks. */
public sealed interface RelayStatus {

  /** Not yet following the log. */
  record Starting() implements RelayStatus {}

  /** Following the log. */
  record Active() implements RelayStatus {}

  /** Another instance relays; this one takes over when that one ends. */
  record Standby() implements RelayStatus {}

  /** Failed, and about to try again; events wait in the database. */
  record Waiting(String reason) implements RelayStatus {}

  /** Stopped for good: by failure, or because the service ends. */
  record Stopped(String reason) implements RelayStatus {}
}

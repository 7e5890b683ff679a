package io.farmsync.standalone.processes;

import java.util.Optional;

/**
 * Which processes carry the events.
 *
 * @param name for the report
 * @param main a main class that relays until it is killed, configured by the environment as
 *     farm-sync is; empty if farm-sync relays itself, one instance active and one on standby
 */
public record RelayUnderTest(String name, Optional<String> main) {

  /** The relay inside farm-sync. */
  public static RelayUnderTest exactlyOnce() {
    return new RelayUnderTest("exactly-once", Optional.empty());
  }
}

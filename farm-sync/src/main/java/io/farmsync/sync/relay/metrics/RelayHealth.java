package io.farmsync.sync.relay.metrics;

import io.farmsync.sync.relay.Relay;
import io.farmsync.sync.relay.RelayStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while this instance relays, or another one does. */
final class RelayHealth implements HealthIndicator {
  private final Relay relay;

  RelayHealth(Relay relay) {
    this.relay = relay;
  }

  @Override
  public Health health() {
    return switch (relay.status()) {
      case RelayStatus.Active() -> Health.up().withDetail("role", "active").build();
      case RelayStatus.Standby() -> Health.up().withDetail("role", "standby").build();
      case RelayStatus.Starting() -> down("starting");
      case RelayStatus.Waiting(String reason) -> down(reason);
      case RelayStatus.Stopped(String reason) -> down(reason);
    };
  }

  private static Health down(String reason) {
    return Health.down().withDetail("reason", reason).build();
  }
}

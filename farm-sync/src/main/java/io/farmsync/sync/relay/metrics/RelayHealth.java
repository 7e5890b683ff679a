package io.farmsync.sync.relay.metrics;

import io.farmsync.sync.relay.Relay;
import io.farmsync.sync.relay.RelayStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Always up, and says what the relay does: an instance whose relay waits for Kafka still accepts
 * every command durably, so it must not be taken out of service. Whether events flow is a metric's
 * to tell.
 */
final class RelayHealth implements HealthIndicator {
  private final Relay relay;

  RelayHealth(Relay relay) {
    this.relay = relay;
  }

  @Override
  public Health health() {
    return switch (relay.status()) {
      case RelayStatus.Starting() -> doing("starting");
      case RelayStatus.Active() -> doing("active");
      case RelayStatus.Standby() -> doing("standby");
      case RelayStatus.Waiting(String reason) -> held("waiting", reason);
      case RelayStatus.Stopped(String reason) -> held("stopped", reason);
    };
  }

  private static Health doing(String role) {
    return Health.up().withDetail("role", role).build();
  }

  private static Health held(String role, String reason) {
    return Health.up().withDetail("role", role).withDetail("reason", reason).build();
  }
}

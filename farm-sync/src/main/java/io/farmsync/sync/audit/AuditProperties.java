package io.farmsync.sync.audit;

import io.farmsync.platform.audit.AuditSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the event store is compared with its topic.
 *
 * @param enabled false for an instance that never audits
 * @param interval from the start of a sweep to the next; a change is found within two sweeps
 * @param recordsPerSecond events compared at the most: more finds sooner in a long history, and
 *     costs as much more
 * @param patience how long a sweep waits for events that are on their way
 */
@ConfigurationProperties("farm-sync.audit")
public record AuditProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("20s") Duration interval,
    @DefaultValue("3500") int recordsPerSecond,
    @DefaultValue("10s") Duration patience) {

  public AuditProperties {
    if (patience.toMillis() < 1) {
      throw new IllegalArgumentException(
          "farm-sync.audit.patience: " + patience + " (expected: 1 ms or more)");
    }
    var _ = new AuditSettings("farm-sync.audit", interval, recordsPerSecond);
  }

  AuditSettings settings() {
    return new AuditSettings("farm-sync-audit", interval, recordsPerSecond);
  }
}

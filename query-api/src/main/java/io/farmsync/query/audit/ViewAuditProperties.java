package io.farmsync.query.audit;

import io.farmsync.platform.audit.AuditSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the view of farms is compared with topic {@code farms}.
 *
 * @param interval from the start of a sweep to the next; a change is found within two sweeps
 * @param recordsPerSecond records of the topic and entries of the view at the most: more finds
 *     sooner among many farms, and costs as much more
 * @param patience how long a sweep waits for what is on its way
 */
@ConfigurationProperties("query.audit")
public record ViewAuditProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("20s") Duration interval,
    @DefaultValue("900") int recordsPerSecond,
    @DefaultValue("10s") Duration patience) {

  public ViewAuditProperties {
    if (patience.toMillis() < 1) {
      throw new IllegalArgumentException(
          "query.audit.patience: " + patience + " (expected: 1 ms or more)");
    }
    var _ = new AuditSettings("query.audit", interval, recordsPerSecond);
  }

  AuditSettings settings() {
    return new AuditSettings("query-audit", interval, recordsPerSecond);
  }
}

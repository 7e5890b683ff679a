package io.farmsync.sync.audit;

import java.util.UUID;

/**
 * An event as one side has it.
 *
 * @param content first eight bytes of the SHA-256 of event id, type, tenant and payload
 */
public record AuditedEvent(Name name, long content) {

  /** Which event: a farm's versions have no gaps and no doubles. */
  public record Name(UUID farm, long version) {}

  /** As on the other side. */
  public static AuditedEvent of(UUID farm, long version, long content) {
    return new AuditedEvent(new Name(farm, version), content);
  }
}

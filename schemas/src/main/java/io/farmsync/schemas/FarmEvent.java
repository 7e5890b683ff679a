package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * What happened to one farm; value of topic {@code farm-events}. The version is that of the farm
 * after the event.
 *
 * @param eventId unique; also the CloudEvents id
 * @param farm the full state after the event, so that a reader needs no earlier record
 */
public record FarmEvent(
    UUID eventId,
    Type type,
    UUID externalFarmId,
    long version,
    Instant occurredAt,
    FarmState farm) {

  /** Kinds of farm events under their names on the wire, also the CloudEvents type. */
  public enum Type {
    @JsonProperty("farm.registered.v1")
    REGISTERED("farm.registered.v1"),
    @JsonProperty("farm.renamed.v1")
    RENAMED("farm.renamed.v1"),
    @JsonProperty("farm.boundary-changed.v1")
    BOUNDARY_CHANGED("farm.boundary-changed.v1"),
    @JsonProperty("farm.owner-changed.v1")
    OWNER_CHANGED("farm.owner-changed.v1"),
    @JsonProperty("farm.retired.v1")
    RETIRED("farm.retired.v1"),
    @JsonProperty("farm.restored.v1")
    RESTORED("farm.restored.v1"),
    /** All that tells of the farm is to be erased; nothing can happen to it any more. */
    @JsonProperty("farm.purged.v1")
    PURGED("farm.purged.v1");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }
}

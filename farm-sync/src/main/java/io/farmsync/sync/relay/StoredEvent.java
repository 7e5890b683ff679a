package io.farmsync.sync.relay;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of the event store, as it was committed. */
public sealed interface StoredEvent {

  /**
   * What happened to a farm.
   *
   * @param version of the farm after the event: 1, 2, 3 … without gaps
   * @param payload JSON, published byte for byte; its member {@code farm} is the state after the
   *     event
   * @param headers JSON object of further record headers
   */
  record OfFarm(
      UUID eventId,
      UUID farmId,
      long version,
      String tenant,
      String type,
      Instant occurredAt,
      String payload,
      String headers)
      implements StoredEvent {}

  /**
   * What became of a credential.
   *
   * @param subject the record key
   * @param payload JSON, published byte for byte; null removes the subject
   */
  record OfCredential(
      UUID eventId, String subject, String type, Instant occurredAt, @Nullable String payload)
      implements StoredEvent {}

  /** The relay's own row. Nothing is published for it, but the position moves on. */
  record Heartbeat() implements StoredEvent {}
}

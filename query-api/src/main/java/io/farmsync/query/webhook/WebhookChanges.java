package io.farmsync.query.webhook;

import io.farmsync.schemas.Webhook.Registration;
import java.time.Instant;

/** What a registration becomes. */
public final class WebhookChanges {

  private WebhookChanges() {}

  /** The old secret stays good for messages until {@code overlap} ends. */
  public static Registration rotated(
      Registration old, String secret, Instant overlapUntil, Instant now) {
    return new Registration(
        old.id(),
        old.tenant(),
        old.url(),
        old.events(),
        secret,
        old.secret(),
        overlapUntil,
        old.start(),
        old.startedAt(),
        old.disabledReason(),
        old.createdAt(),
        now);
  }

  /** Enabled, and served from that position on. */
  public static Registration from(Registration old, String position, Instant now) {
    return new Registration(
        old.id(),
        old.tenant(),
        old.url(),
        old.events(),
        old.secret(),
        old.previousSecret(),
        old.previousUntil(),
        position,
        now,
        null,
        old.createdAt(),
        now);
  }

  static Registration disabled(Registration old, String reason, Instant now) {
    return new Registration(
        old.id(),
        old.tenant(),
        old.url(),
        old.events(),
        old.secret(),
        old.previousSecret(),
        old.previousUntil(),
        old.start(),
        old.startedAt(),
        reason,
        old.createdAt(),
        now);
  }
}

package io.farmsync.query.webhook.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farmsync.schemas.Webhook.Progress;
import io.farmsync.schemas.Webhook.Registration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as its owner sees it.
 *
 * @param position of the last message that was taken; replays take it
 * @param failures in a row of the message behind it
 * @param secret told once, when it is made
 */
record WebhookView(
    UUID id,
    String url,
    List<String> events,
    boolean isActive,
    @Nullable String disabledReason,
    String position,
    int failures,
    @Nullable String lastError,
    @Nullable Instant lastSuccessAt,
    @Nullable Instant previousValidUntil,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

  static WebhookView of(
      Registration webhook, @Nullable Progress progress, @Nullable String secret) {
    return new WebhookView(
        webhook.id(),
        webhook.url(),
        webhook.events(),
        webhook.disabledReason() == null,
        webhook.disabledReason(),
        progress == null ? webhook.start() : progress.position(),
        progress == null ? 0 : progress.failures(),
        progress == null ? null : progress.lastError(),
        progress == null ? null : progress.lastSuccessAt(),
        webhook.previousUntil(),
        webhook.createdAt(),
        webhook.updatedAt(),
        secret);
  }
}

package io.farmsync.query.webhook;

import io.farmsync.schemas.Webhook;
import java.util.UUID;

/** Where webhooks and their progress are kept, and who serves which. */
public interface WebhookLog {

  /**
   * Keeps a state, durably when this returns, and visible here.
   *
   * @throws Unkept if it could not be kept; what stands is as before
   */
  void keep(Webhook webhook);

  /**
   * Removes a webhook and its progress.
   *
   * @throws Unkept likewise
   */
  void remove(UUID id);

  /** True if this instance serves the webhook; for a moment two may. */
  boolean isServedHere(UUID id);

  /** Kafka did not take it. */
  final class Unkept extends RuntimeException {
    public Unkept(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}

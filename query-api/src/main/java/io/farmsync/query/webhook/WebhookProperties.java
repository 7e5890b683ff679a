package io.farmsync.query.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are kept and served.
 *
 * @param secretKey standard base64 of 32 bytes that secrets are encrypted with; the same on every
 *     instance. Without it no webhook can be registered or served
 * @param perTenant most webhooks of a tenant
 * @param overlap for so long after a rotation messages are signed with the old secret too
 * @param timeout of one attempt, from the connection to the status of the answer
 * @param backOff before a second attempt; doubles with each further one
 * @param longestBackOff more spares a broken receiver, less finds a repaired one sooner
 * @param mostFailures attempts of one message after which its webhook is disabled
 * @param privateAddresses true lets webhooks reach plain HTTP and machines of our own network; for
 *     tests only
 */
@ConfigurationProperties("query.webhooks")
public record WebhookProperties(
    @DefaultValue("") String secretKey,
    @DefaultValue("20") int perTenant,
    @DefaultValue("24h") Duration overlap,
    @DefaultValue("15s") Duration timeout,
    @DefaultValue("5s") Duration backOff,
    @DefaultValue("1h") Duration longestBackOff,
    @DefaultValue("15") int mostFailures,
    @DefaultValue("false") boolean privateAddresses) {

  public WebhookProperties {
    if (perTenant < 1 || mostFailures < 1) {
      throw new IllegalArgumentException(
          "query.webhooks: per-tenant and most-failures must be at least 1");
    }
    if (!timeout.isPositive() || !backOff.isPositive() || longestBackOff.compareTo(backOff) < 0) {
      throw new IllegalArgumentException(
          "query.webhooks: timeout and back-off must be positive, longest-back-off not shorter than"
              + " back-off");
    }
  }
}

package io.farmsync.sync.client.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How signatures are checked and clients come to be.
 *
 * @param maxSkew how far a request's time may be from ours; more forgives bad clocks and keeps
 *     nonces longer
 * @param previousSecretFor how long a secret is accepted after a rotation
 * @param clients JSON object from client id to secret (standard base64), or to an object of {@code
 *     secret}, {@code tenant} and {@code scope}: clients that exist from the first start on
 * @param seededScope scope of clients that are given by their secret only
 */
@ConfigurationProperties("farm-sync.hmac")
public record HmacProperties(
    @DefaultValue("300s") Duration maxSkew,
    @DefaultValue("72h") Duration previousSecretFor,
    @DefaultValue("") String clients,
    @DefaultValue("read") String seededScope) {

  public HmacProperties {
    if (maxSkew.toSeconds() < 1 || previousSecretFor.isNegative()) {
      throw new IllegalArgumentException(
          "farm-sync.hmac: max-skew "
              + maxSkew
              + " (expected: >= 1s), previous-secret-for "
              + previousSecretFor
              + " (expected: >= 0)");
    }
  }

  @Override
  public String toString() {
    return "skew " + maxSkew + ", overlap " + previousSecretFor; // the secrets stay out of logs
  }
}

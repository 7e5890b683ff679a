package io.farmsync.sync.token.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are minted.
 *
 * @param lifetime longer saves clients round trips; a token of a revoked client is refused at once
 *     either way
 */
@ConfigurationProperties("farm-sync.token")
public record TokenProperties(@DefaultValue("5m") Duration lifetime) {

  private static final Duration LONGEST = Duration.ofHours(1);

  public TokenProperties {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "farm-sync.token.lifetime (INTEGRATION_JWT_ACCESS_MINUTES): "
              + lifetime
              + " (expected: up to "
              + LONGEST
              + ")");
    }
  }
}

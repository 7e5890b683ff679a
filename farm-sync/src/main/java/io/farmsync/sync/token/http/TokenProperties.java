package io.farmsync.sync.token.http;

import io.farmsync.sync.token.SigningKeys.Turn;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are minted.
 *
 * @param lifetime longer saves clients round trips; a token of a revoked client is refused at once
 *     either way
 * @param rotateKeysEvery how long a key signs tokens; shorter ends a stolen one sooner
 * @param publishKeysBefore how long a key is known before it signs; longer than readers of the
 *     published keys remember them
 * @param keepKeysFor how long a key is known after it signed last; longer than any token lasts,
 *     administration's included
 */
@ConfigurationProperties("farm-sync.token")
public record TokenProperties(
    @DefaultValue("5m") Duration lifetime,
    @DefaultValue("30d") Duration rotateKeysEvery,
    @DefaultValue("5m") Duration publishKeysBefore,
    @DefaultValue("25h") Duration keepKeysFor) {

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
    if (publishKeysBefore.isNegative()
        || rotateKeysEvery.compareTo(publishKeysBefore) <= 0
        || keepKeysFor.compareTo(lifetime) < 0) {
      throw new IllegalArgumentException(
          "farm-sync.token: rotate-keys-every "
              + rotateKeysEvery
              + " (expected: > publish-keys-before, "
              + publishKeysBefore
              + ", which is >= 0), keep-keys-for "
              + keepKeysFor
              + " (expected: >= lifetime, "
              + lifetime
              + ")");
    }
  }

  /** When keys take turns. */
  Turn turn() {
    return new Turn(rotateKeysEvery, publishKeysBefore, keepKeysFor);
  }
}

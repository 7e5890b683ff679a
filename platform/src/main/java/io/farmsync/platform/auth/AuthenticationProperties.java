package io.farmsync.platform.auth;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tokens and API keys are checked against.
 *
 * @param issuer claim {@code iss} of every token
 * @param audience claim {@code aud} of integration tokens; administration has its own
 * @param apiKeyPepper secret mixed into API key hashes; the same on every service. Without it no
 *     API key is accepted
 * @param verifiedTokens how many verified tokens are remembered until they expire; more memory,
 *     fewer signature checks
 */
@ConfigurationProperties("farm.authentication")
public record AuthenticationProperties(
    @DefaultValue("farm-intelligence-platform") String issuer,
    @DefaultValue("nextcloud") String audience,
    @DefaultValue("") String apiKeyPepper,
    @DefaultValue("10000") int verifiedTokens) {

  public AuthenticationProperties {
    if (issuer.isBlank()
        || audience.isBlank()
        || audience.equals(TokenFormat.ADMINISTRATION_AUDIENCE)) {
      throw new IllegalArgumentException(
          "farm.authentication: issuer and audience must not be blank, and audience must not be "
              + TokenFormat.ADMINISTRATION_AUDIENCE);
    }
    if (verifiedTokens < 1) {
      throw new IllegalArgumentException(
          "farm.authentication.verified-tokens: " + verifiedTokens + " (expected: > 0)");
    }
  }
}

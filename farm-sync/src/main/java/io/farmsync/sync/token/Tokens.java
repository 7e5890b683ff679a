package io.farmsync.sync.token;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** Mints tokens for verified callers. */
public final class Tokens {

  private final TokenSigner signer;
  private final String issuer;
  private final Clock clock;
  private final Supplier<UUID> ids;

  public Tokens(TokenSigner signer, String issuer, Clock clock, Supplier<UUID> ids) {
    this.signer = signer;
    this.issuer = issuer;
    this.clock = clock;
    this.ids = ids;
  }

  /** Who a token is for, and what it opens. */
  public record Bearer(String clientId, String tenant, String scope, String audience) {}

  /** A token that is valid from now on for the lifetime, in whole seconds. */
  public String mint(Bearer bearer, Duration lifetime) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return signer.sign(
        new TokenClaims(
            ids.get().toString().replace("-", ""),
            issuer,
            bearer.audience(),
            bearer.clientId(),
            bearer.clientId(),
            bearer.tenant(),
            bearer.scope(),
            now,
            now.plusSeconds(lifetime.toSeconds())));
  }
}

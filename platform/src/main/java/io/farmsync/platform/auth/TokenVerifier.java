package io.farmsync.platform.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.farmsync.platform.auth.Identity.Kind;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Bearer tokens: signature by a published key, issuer, audience, expiry, and that the
 * client was not revoked since. Verified tokens are remembered until they expire; revocation is
 * looked up each time.
 */
public final class TokenVerifier {

  private final AuthenticationProperties properties;
  private final Credentials credentials;
  private final Clock clock;
  private final Cache<String, Verified> verified;

  private record Verified(Identity identity, String keyId, Instant expires) {}

  public TokenVerifier(AuthenticationProperties properties, Credentials credentials, Clock clock) {
    this.properties = properties;
    this.credentials = credentials;
    this.clock = clock;
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(properties.verifiedTokens())
            .expireAfterWrite(Duration.ofMinutes(15))
            .executor(Runnable::run) // every request comes here: no wake-up of another thread
            .recordStats()
            .build();
  }

  /** The cache, for its metrics. */
  public Cache<?, ?> cache() {
    return verified;
  }

  /**
   * The caller behind a token.
   *
   * @return empty if the token is not valid here and now, whatever the reason
   */
  public Optional<Identity> verify(String token) {
    if (token.length() > TokenFormat.MAX_LENGTH) {
      return Optional.empty();
    }
    Verified known = verified.getIfPresent(token);
    if (known == null) {
      known = check(token);
      if (known == null) {
        return Optional.empty();
      }
      verified.put(token, known);
    }
    return isStillGood(known) ? Optional.of(known.identity()) : Optional.empty();
  }

  private boolean isStillGood(Verified known) {
    return known.expires().isAfter(clock.instant())
        && credentials.signingKey(known.keyId()).isPresent()
        && credentials
            .client(known.identity().credentialId())
            .map(client -> client.active())
            .orElse(true);
  }

  private @Nullable Verified check(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      String keyId = jwt.getHeader().getKeyID();
      if (keyId == null || !TokenFormat.ALGORITHM.equals(jwt.getHeader().getAlgorithm())) {
        return null;
      }
      var key = credentials.signingKey(keyId);
      if (key.isEmpty() || !jwt.verify(new ECDSAVerifier(key.get()))) {
        return null;
      }
      var identity = identity(jwt.getJWTClaimsSet());
      var expires = jwt.getJWTClaimsSet().getExpirationTime();
      return identity == null || expires == null
          ? null
          : new Verified(identity, keyId, expires.toInstant());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return null; // not a token of ours; the caller learns only that it is not valid
    }
  }

  private @Nullable Identity identity(JWTClaimsSet claims) throws ParseException {
    String subject = claims.getSubject();
    String scope = claims.getStringClaim(TokenFormat.SCOPE);
    String tenant = claims.getStringClaim(TokenFormat.TENANT);
    String client = claims.getStringClaim(TokenFormat.CLIENT_ID);
    if (!properties.issuer().equals(claims.getIssuer())
        || !TokenFormat.ACCESS.equals(claims.getStringClaim(TokenFormat.TOKEN_TYPE))
        || subject == null
        || scope == null
        || tenant == null
        || client == null
        || claims.getAudience().size() != 1) {
      return null;
    }
    String audience = claims.getAudience().getFirst();
    Set<Scope> scopes = Scope.parse(scope);
    if (audience.equals(properties.audience())) {
      return new Identity(Kind.TOKEN, subject, client, tenant, scopes, scope);
    }
    return audience.equals(TokenFormat.ADMINISTRATION_AUDIENCE)
        ? new Identity(Kind.ADMINISTRATOR, subject, client, tenant, scopes, scope)
        : null;
  }
}

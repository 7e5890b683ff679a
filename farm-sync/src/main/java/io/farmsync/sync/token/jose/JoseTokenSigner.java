package io.farmsync.sync.token.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.sync.token.SigningKeys;
import io.farmsync.sync.token.TokenClaims;
import io.farmsync.sync.token.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Signed JSON Web Tokens. The key is looked up again after a while, so that rotation is seen. */
final class JoseTokenSigner implements TokenSigner {

  private static final Duration KEY_IS_FRESH = Duration.ofSeconds(10);

  private final SigningKeys keys;
  private final Clock clock;
  private volatile @Nullable Loaded loaded;

  private record Loaded(String keyId, JWSSigner signer, Instant at) {}

  JoseTokenSigner(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String sign(TokenClaims claims) {
    var key = key();
    var header =
        new JWSHeader.Builder(TokenFormat.ALGORITHM)
            .keyID(key.keyId())
            .type(JOSEObjectType.JWT)
            .build();
    var body =
        new JWTClaimsSet.Builder()
            .jwtID(claims.id())
            .issuer(claims.issuer())
            .audience(claims.audience())
            .subject(claims.subject())
            .issueTime(Date.from(claims.issuedAt()))
            .expirationTime(Date.from(claims.expiresAt()))
            .claim(TokenFormat.TOKEN_TYPE, TokenFormat.ACCESS)
            .claim(TokenFormat.USER_ID, claims.subject())
            .claim(TokenFormat.CLIENT_ID, claims.clientId())
            .claim(TokenFormat.TENANT, claims.tenant())
            .claim(TokenFormat.SCOPE, claims.scope())
            .build();
    try {
      var jwt = new SignedJWT(header, body);
      jwt.sign(key.signer());
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with key " + key.keyId(), e);
    }
  }

  private Loaded key() {
    var known = loaded;
    if (known != null && known.at().plus(KEY_IS_FRESH).isAfter(clock.instant())) {
      return known;
    }
    var current = keys.current();
    var fresh =
        known != null && known.keyId().equals(current.keyId())
            ? new Loaded(known.keyId(), known.signer(), clock.instant())
            : load(current);
    loaded = fresh;
    return fresh;
  }

  private Loaded load(SigningKeys.PrivateKey key) {
    try {
      String jwk = new String(key.jwk().bytes(), StandardCharsets.UTF_8);
      return new Loaded(key.keyId(), new ECDSASigner(ECKey.parse(jwk)), clock.instant());
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("signing key " + key.keyId() + " cannot be used", e);
    }
  }
}

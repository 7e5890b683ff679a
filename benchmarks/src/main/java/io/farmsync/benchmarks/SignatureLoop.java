package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.farmsync.platform.auth.AuthenticationProperties;
import io.farmsync.platform.auth.Credentials;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.platform.auth.TokenVerifier;
import io.farmsync.schemas.Credential;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** How long a service takes to verify a token it has not seen before. */
final class SignatureLoop {

  private static final int TOKENS = 20_000;
  private static final String ISSUER = "benchmark";

  private SignatureLoop() {}

  /** The median over fifths of the run, the first of which warms up. */
  static double microseconds() throws JOSEException {
    var key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    var credentials = new Credentials();
    credentials.apply(
        "signing-key/" + key.getKeyID(),
        new Credential.SigningKey(
            key.getKeyID(), key.toPublicJWK().toJSONString(), true, Instant.now()));
    var verifier =
        new TokenVerifier(
            new AuthenticationProperties(ISSUER, "nextcloud", "", 1),
            credentials,
            Clock.systemUTC());
    var tokens = new ArrayList<String>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(token(key, i));
    }
    var figures = new ArrayList<Double>();
    for (int part = 0; part < 5; part++) {
      List<String> some = tokens.subList(part * TOKENS / 5, (part + 1) * TOKENS / 5);
      long start = System.nanoTime();
      for (String token : some) {
        if (verifier.verify(token).isEmpty()) {
          throw new IllegalStateException("a sound token was refused");
        }
      }
      figures.add((System.nanoTime() - start) / 1e3 / some.size());
    }
    return figures.stream().skip(1).sorted().skip(2).findFirst().orElse(Double.NaN);
  }

  private static String token(ECKey key, int number) throws JOSEException {
    var claims =
        new JWTClaimsSet.Builder()
            .jwtID(Integer.toString(number))
            .issuer(ISSUER)
            .audience("nextcloud")
            .subject("client")
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .claim(TokenFormat.TOKEN_TYPE, TokenFormat.ACCESS)
            .claim(TokenFormat.CLIENT_ID, "client")
            .claim(TokenFormat.TENANT, "tenant")
            .claim(TokenFormat.SCOPE, "read")
            .build();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(TokenFormat.ALGORITHM).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}

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
import io.farmsync.platform.secret.Secret;
import io.farmsync.schemas.Credential;
import io.farmsync.standalone.client.RequestSigner;
import io.farmsync.sync.client.IntegrationClient;
import io.farmsync.sync.client.SignatureCheck;
import io.farmsync.sync.client.SignatureHeaders;
import io.farmsync.sync.client.SignedMessage;
import io.farmsync.sync.client.SigningClient;
import io.farmsync.sync.client.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;

/** How much processor time it takes to check a signature that was not seen before. */
final class SignatureLoop {

  private static final int TOKENS = 20_000;
  private static final String ISSUER = "benchmark";
  private static final String EMPTY_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private SignatureLoop() {}

  /** The check of a token, in microseconds. */
  static double ofToken() throws JOSEException {
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
    return perCheck(number -> verifier.verify(tokens.get(number)).isPresent());
  }

  /** The check of a request signed by HMAC, without the look-ups of client and nonce. */
  static double ofRequest() {
    Instant now = Instant.now();
    var secret = Secret.of(new byte[32]);
    var client =
        new IntegrationClient(
            new UUID(0, 1), "c", "c", "tenant", "write", true, false, null, null, now, now);
    var check =
        new SignatureCheck(
            new OneClient(new SigningClient(client, secret, null)),
            (_, _, _) -> true,
            Duration.ofMinutes(5));
    var signer = new RequestSigner("c", secret.base64(), Clock.fixed(now, ZoneOffset.UTC));
    String path = "/api/v1/integrations/token/";
    var headers = SignatureHeaders.of(signer.headers("POST", path, new byte[0])::get);
    var message =
        new SignedMessage("POST", Set.of("POST", "OPTIONS"), path, null, EMPTY_BODY, headers);
    return perCheck(_ -> check.check(message, now) instanceof Verdict.Verified);
  }

  /** Processor time of one check: the median of four parts, after one that warms up. */
  private static double perCheck(IntPredicate isSound) {
    var threads = ManagementFactory.getThreadMXBean();
    var figures = new ArrayList<Double>();
    for (int part = 0; part < 5; part++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int number = part * TOKENS / 5; number < (part + 1) * TOKENS / 5; number++) {
        if (!isSound.test(number)) {
          throw new IllegalStateException("a sound signature was refused");
        }
      }
      figures.add((threads.getCurrentThreadCpuTime() - start) / 1e3 / (TOKENS / 5));
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

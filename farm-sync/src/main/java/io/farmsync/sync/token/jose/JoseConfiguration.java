package io.farmsync.sync.token.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.platform.secret.Secret;
import io.farmsync.sync.token.SigningKeyMaker;
import io.farmsync.sync.token.SigningKeys;
import io.farmsync.sync.token.SigningKeys.NewKey;
import io.farmsync.sync.token.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tokens in the formats of JOSE; the first start makes the first key. */
@Configuration(proxyBeanMethods = false)
public class JoseConfiguration {

  @Bean
  SigningKeyMaker signingKeyMaker(SecureRandom random) {
    return () -> newKey(random);
  }

  @Bean
  TokenSigner tokenSigner(SigningKeys keys, SigningKeyMaker maker, Clock clock) {
    keys.ensureOne(maker);
    return new JoseTokenSigner(keys, clock);
  }

  private static NewKey newKey(SecureRandom random) {
    try {
      var key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(TokenFormat.ALGORITHM)
              .keyIDFromThumbprint(true)
              .secureRandom(random)
              .generate();
      return new NewKey(
          key.getKeyID(),
          Secret.of(key.toJSONString().getBytes(StandardCharsets.UTF_8)),
          key.toPublicJWK().toJSONString());
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot generate a signing key", e);
    }
  }
}

package io.farmsync.sync.token.http;

import io.farmsync.platform.auth.AuthenticationProperties;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.sync.database.Upkeep;
import io.farmsync.sync.token.AdministrationTokens;
import io.farmsync.sync.token.SigningKeyMaker;
import io.farmsync.sync.token.SigningKeys;
import io.farmsync.sync.token.TokenSigner;
import io.farmsync.sync.token.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Tokens over HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenProperties.class)
@Import({
  TokenController.class,
  IntegrationController.class,
  PublishedKeys.class,
  SigningKeyController.class
})
public class TokenHttpConfiguration {

  @Bean
  Tokens tokens(TokenSigner signer, AuthenticationProperties properties, Clock clock) {
    return new Tokens(signer, properties.issuer(), clock, UUID::randomUUID);
  }

  @Bean
  Upkeep signingKeyTurns(SigningKeys keys, SigningKeyMaker maker, TokenProperties properties) {
    return new Upkeep(
        "signing keys", Duration.ofMinutes(1), () -> keys.rotateIfDue(maker, properties.turn()));
  }

  @Bean
  AdministrationTokens administrationTokens(Tokens tokens) {
    return new AdministrationTokens(tokens, TokenFormat.ADMINISTRATION_AUDIENCE);
  }
}

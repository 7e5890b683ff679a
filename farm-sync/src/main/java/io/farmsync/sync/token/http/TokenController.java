package io.farmsync.sync.token.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.ApiKeyVerifier;
import io.farmsync.platform.auth.AuthenticationProperties;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.auth.Scope;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.throttle.Throttle;
import io.farmsync.platform.throttle.Throttle.Bucket;
import io.farmsync.sync.client.IntegrationClient;
import io.farmsync.sync.client.SignedRequest;
import io.farmsync.sync.key.ApiKeys;
import io.farmsync.sync.token.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives a client that signed its request a token for the next minutes. */
@RestController
class TokenController {

  private static final String API_KEY = "X-API-Key";

  private final Tokens tokens;
  private final ApiKeyVerifier apiKeys;
  private final ApiKeys keys;
  private final AuthenticationProperties authentication;
  private final TokenProperties properties;
  private final Throttle throttle;
  private final MeterRegistry meters;

  TokenController(
      Tokens tokens,
      ApiKeyVerifier apiKeys,
      ApiKeys keys,
      AuthenticationProperties authentication,
      TokenProperties properties,
      Throttle throttle,
      MeterRegistry meters) {
    this.tokens = tokens;
    this.apiKeys = apiKeys;
    this.keys = keys;
    this.authentication = authentication;
    this.properties = properties;
    this.throttle = throttle;
    this.meters = meters;
  }

  /**
   * A token for the {@code Authorization} header.
   *
   * @param expiresIn seconds
   */
  record TokenView(String access, String tokenType, long expiresIn) {}

  /**
   * The API key is looked at before the signature: a bad one is what the caller must mend first.
   */
  @PostMapping("/api/v1/integrations/token")
  @Access(Policy.SIGNED)
  Envelope<TokenView> mint(HttpServletRequest request, SignedRequest signed) {
    var key = apiKey(request);
    var client = signed.verify();
    if (key.isEmpty() && client.requiresApiKey()) {
      throw badKey(request);
    }
    if (key.isPresent() && !key.get().tenant().equals(client.tenant())) {
      throw badKey(request);
    }
    var bearer =
        new Tokens.Bearer(
            client.clientId(), client.tenant(), scope(client, key), authentication.audience());
    String token = tokens.mint(bearer, properties.lifetime());
    meters.counter("farm_sync_token_mints").increment();
    return Envelope.ok(new TokenView(token, "Bearer", properties.lifetime().toSeconds()));
  }

  private Optional<Identity> apiKey(HttpServletRequest request) {
    String text = request.getHeader(API_KEY);
    if (text == null) {
      return Optional.empty();
    }
    var key = apiKeys.verify(text.strip()).orElseThrow(() -> badKey(request));
    throttle
        .take(Bucket.API_KEY, key.credentialId())
        .ifPresent(wait -> {
          throw Refusal.tooMany(wait.toSeconds() + 1);
        });
    keys.markUsed(UUID.fromString(key.credentialId()));
    return Optional.of(key);
  }

  private Refusal badKey(HttpServletRequest request) {
    meters.counter("farm_sync_signature_refusals", "code", "api_key").increment();
    return throttle
        .take(Bucket.ANONYMOUS, request.getRemoteAddr())
        .map(wait -> Refusal.tooMany(wait.toSeconds() + 1))
        .orElseGet(() -> Refusal.unauthenticated("Invalid or expired API key.", null));
  }

  /** The client's scope, narrowed to what the key may do. */
  private static String scope(IntegrationClient client, Optional<Identity> key) {
    if (key.isEmpty()) {
      return client.scope();
    }
    Set<Scope> allowed = Scope.parse(client.scope());
    boolean keyIsWider = allowed.stream().allMatch(scope -> scope.isIncludedIn(key.get().scopes()));
    return keyIsWider ? client.scope() : key.get().scopeText();
  }
}

package io.farmsync.sync.token.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.sync.token.SigningKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of tokens as a JSON Web Key Set (RFC 7517), for readers that are not services of
 * ours. The one JSON answer without an envelope: its readers know no other form.
 */
@RestController
class PublishedKeys {

  private static final Duration FRESH = Duration.ofMinutes(1);

  private final SigningKeys keys;

  PublishedKeys(SigningKeys keys) {
    this.keys = keys;
  }

  @GetMapping("/.well-known/jwks.json")
  @Access(Policy.PUBLIC)
  ResponseEntity<Map<String, List<JsonNode>>> keys() {
    List<JsonNode> published =
        keys.published().stream().map(jwk -> JsonMapper.shared().readTree(jwk)).toList();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(FRESH).cachePublic())
        .body(Map.of("keys", published));
  }
}

package io.farmsync.sync.key.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.ApiKeyVerifier;
import io.farmsync.platform.auth.AuthenticationProperties;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.sync.key.ApiKeys;
import io.farmsync.sync.key.IssuedKey;
import io.farmsync.sync.key.KeyText;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Administration of API keys. The text of a key is shown once, in the answer that made it. */
@RestController
@RequestMapping("/api/v1/keys")
@Access(Policy.ADMINISTRATION)
class KeyController {

  private static final int SECONDS_UNTIL_CONFIGURED = 60;

  private final ApiKeys keys;
  private final AuthenticationProperties authentication;
  private final SecureRandom random;
  private final Clock clock;

  KeyController(
      ApiKeys keys, AuthenticationProperties authentication, SecureRandom random, Clock clock) {
    this.keys = keys;
    this.authentication = authentication;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A key as administrators see it.
   *
   * @param prefix how its text begins
   * @param apiKey its text, in the answer that made it only
   */
  record KeyView(
      UUID id,
      String name,
      String prefix,
      String tenant,
      String userId,
      String scope,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable Instant lastUsedAt,
      Instant createdAt,
      @Nullable String apiKey) {

    static KeyView of(IssuedKey key, @Nullable KeyText text) {
      return new KeyView(
          key.id(),
          key.name(),
          key.lookup().substring(0, 12),
          key.tenant(),
          key.userId(),
          key.scope(),
          key.expiresAt(),
          key.revokedAt(),
          key.lastUsedAt(),
          key.createdAt(),
          text == null ? null : text.text());
    }
  }

  @GetMapping
  Envelope<Page<KeyView>> list(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    var window = Page.Window.of(page, pageSize);
    var found =
        keys.list(window.offset(), window.size()).stream()
            .map(key -> KeyView.of(key, null))
            .toList();
    return Envelope.ok(Page.of(RequestContext.of(request).path(), window, keys.count(), found));
  }

  @PostMapping
  ResponseEntity<Envelope<KeyView>> issue(@RequestBody JsonNode body) {
    var wish = KeyPayload.forCreation(body, clock.instant());
    var text = KeyText.random(random);
    return created(keys.issue(wish, print(text)), text);
  }

  @DeleteMapping("/{id}")
  Envelope<KeyView> revoke(@PathVariable String id) {
    return Envelope.ok(
        "API key revoked",
        KeyView.of(keys.revoke(id(id)).orElseThrow(KeyController::unknown), null));
  }

  /** The body is read before anything ends, so that a bad one leaves the old key in force. */
  @PostMapping("/{id}/rotate")
  ResponseEntity<Envelope<KeyView>> rotate(
      @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
    var expiresAt = KeyPayload.forRotation(body, clock.instant());
    var text = KeyText.random(random);
    return created(
        keys.replace(id(id), print(text), expiresAt).orElseThrow(KeyController::unknown), text);
  }

  private KeyText.Print print(KeyText text) {
    String pepper = authentication.apiKeyPepper();
    if (pepper.isBlank()) {
      throw Refusal.unavailable(
          "API keys are not configured: set DJANGO_API_KEY_PEPPER on every service.",
          SECONDS_UNTIL_CONFIGURED);
    }
    return text.print(plain -> ApiKeyVerifier.hash(pepper, plain));
  }

  private static ResponseEntity<Envelope<KeyView>> created(IssuedKey key, KeyText text) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(Envelope.ok("API key created", KeyView.of(key, text)));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static Refusal unknown() {
    return Refusal.notFound("API key not found.");
  }
}

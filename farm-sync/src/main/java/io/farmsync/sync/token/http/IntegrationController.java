package io.farmsync.sync.token.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets integrations find out who they are to us, and what we can do. */
@RestController
@RequestMapping("/api/v1/integrations")
class IntegrationController {

  /** One transparent pixel. */
  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5C"
                  + "YII=");

  private final Clock clock;
  private final String version;

  IntegrationController(Clock clock) {
    this.clock = clock;
    String packaged = IntegrationController.class.getPackage().getImplementationVersion();
    this.version = packaged == null ? "development" : packaged;
  }

  record WhoAmI(String sub, String scope, String clientId, Instant serverTime) {}

  record Pong(
      boolean ok, String auth, String userId, String keyId, String scope, Instant serverTime) {}

  record Alive(boolean ok, Instant serverTime) {}

  record Status(boolean ok, Instant serverTime, String version, Capabilities capabilities) {}

  record Capabilities(boolean pngPreview) {}

  @GetMapping("/whoami")
  @Access(Policy.TOKEN)
  Envelope<WhoAmI> whoAmI(Identity identity) {
    return Envelope.ok(
        new WhoAmI(
            identity.subject(), identity.scopeText(), identity.credentialId(), clock.instant()));
  }

  @GetMapping("/ping")
  @Access(Policy.API_KEY)
  Envelope<Pong> ping(Identity key) {
    return Envelope.ok(
        "pong",
        new Pong(
            true, "api_key", key.subject(), key.credentialId(), key.scopeText(), clock.instant()));
  }

  @GetMapping("/health")
  @Access(Policy.PUBLIC)
  Envelope<Alive> health() {
    return Envelope.ok(new Alive(true, clock.instant()));
  }

  @GetMapping("/nextcloud/status")
  @Access(Policy.TOKEN)
  Envelope<Status> status() {
    return Envelope.ok(new Status(true, clock.instant(), version, new Capabilities(true)));
  }

  @GetMapping("/nextcloud/preview.png")
  @Access(Policy.TOKEN)
  ResponseEntity<byte[]> preview() {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .cacheControl(CacheControl.noStore())
        .body(PIXEL.clone());
  }
}

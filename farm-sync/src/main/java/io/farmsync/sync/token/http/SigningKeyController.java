package io.farmsync.sync.token.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.sync.token.SigningKeyMaker;
import io.farmsync.sync.token.SigningKeys;
import io.farmsync.sync.token.SigningKeys.KeyRecord;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Administration of the keys that sign tokens; they take turns without it. */
@RestController
@RequestMapping("/api/v1/signing-keys")
@Access(Policy.ADMINISTRATION)
class SigningKeyController {

  private final SigningKeys keys;
  private final SigningKeyMaker maker;
  private final TokenProperties properties;

  SigningKeyController(SigningKeys keys, SigningKeyMaker maker, TokenProperties properties) {
    this.keys = keys;
    this.maker = maker;
    this.properties = properties;
  }

  @GetMapping
  Envelope<List<KeyRecord>> list() {
    return Envelope.ok(keys.list());
  }

  /** Makes the next key ahead of its time. */
  @PostMapping("/rotate")
  ResponseEntity<Envelope<KeyRecord>> rotate() {
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(Envelope.ok("Signing key created", keys.rotate(maker, properties.turn())));
  }

  /** For a key that was stolen: every token it signed is refused from now on. */
  @DeleteMapping("/{keyId}")
  Envelope<KeyRecord> revoke(@PathVariable String keyId) {
    return Envelope.ok(
        "Signing key revoked",
        keys.revoke(keyId, maker).orElseThrow(() -> Refusal.notFound("Signing key not found.")));
  }
}

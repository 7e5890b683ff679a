package io.farmsync.query.instances.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.instances.InstanceProperties;
import io.farmsync.query.instances.OwnStores;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * What instances ask each other; whoever does not show their secret finds nothing here. The answers
 * are those of the stores, of all tenants: the asking instance decides what its caller may see, as
 * it does with its own stores.
 */
@Hidden
@RestController
@Access(Access.Policy.PUBLIC)
final class InstanceController {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final OwnStores stores;
  private final InstanceProperties properties;

  InstanceController(OwnStores stores, InstanceProperties properties) {
    this.stores = stores;
    this.properties = properties;
  }

  /** What the stores of this instance hold. */
  @PostMapping(AskedStores.PATH)
  ResponseEntity<byte[]> stores(
      @RequestHeader(name = AskedStores.SECRET, required = false) @Nullable String secret,
      @RequestBody AskedStores asked) {
    admit(secret);
    if (asked.questions().size() > AskedStores.MOST_QUESTIONS) {
      throw Refusal.malformed("At most " + AskedStores.MOST_QUESTIONS + " questions at once.");
    }
    var answers = stores.answer(asked.store(), asked.isCopyEnough(), asked.questions());
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .body(AnswerFrames.write(answers));
  }

  /** What is waited for. */
  record AskedVersion(UUID farm, long version, long waitMillis) {}

  /** Whether it has come. */
  record Reached(boolean isReached) {}

  /** Waits until this instance has folded a version of a farm. */
  @PostMapping(AskedStores.VERSIONS)
  Envelope<Reached> version(
      @RequestHeader(name = AskedStores.SECRET, required = false) @Nullable String secret,
      @RequestBody AskedVersion asked) {
    admit(secret);
    var wait = Duration.ofMillis(Math.clamp(asked.waitMillis(), 0, LONGEST_WAIT.toMillis()));
    return Envelope.ok(new Reached(stores.awaitVersion(asked.farm(), asked.version(), wait)));
  }

  private void admit(@Nullable String secret) {
    boolean known =
        properties.own().isPresent()
            && secret != null
            && MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8),
                properties.secret().getBytes(StandardCharsets.UTF_8));
    if (!known) {
      throw Refusal.notFound("Not found.");
    }
  }
}

package io.farmsync.sync.client.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.sync.client.SignedRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets a client find out whether it signs correctly. */
@RestController
class NextcloudPing {

  record Pong(boolean ok, String clientId) {}

  @GetMapping("/api/v1/integrations/nextcloud/ping")
  @Access(Policy.SIGNED)
  Envelope<Pong> ping(SignedRequest request) {
    return Envelope.ok(new Pong(true, request.verify().clientId()));
  }
}

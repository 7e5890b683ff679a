package io.farmsync.query.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What stands at the root: that something answers, and where it is described. */
@RestController
@Access(Access.Policy.PUBLIC)
class ServiceFacts {

  private static final Facts FACTS =
      new Facts(true, "farm-sync", "/api/docs/", "/api/docs/", "/api/schema/");

  @GetMapping("/")
  Envelope<Facts> facts() {
    return Envelope.ok(FACTS);
  }

  /** The members the contract names, and where the description itself is. */
  record Facts(boolean ok, String service, String docs, String redoc, String schema) {}
}

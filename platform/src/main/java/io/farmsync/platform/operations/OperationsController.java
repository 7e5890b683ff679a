package io.farmsync.platform.operations;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What operators and load balancers ask. */
@RestController
@Access(Access.Policy.PUBLIC)
class OperationsController {

  private final Readiness readiness;

  OperationsController(Readiness readiness) {
    this.readiness = readiness;
  }

  /** The process answers. */
  @GetMapping("/healthz")
  Envelope<Map<String, String>> alive() {
    return Envelope.ok(Map.of("status", "ok"));
  }

  /**
   * Database, Kafka, credentials and state stores are there, with what they say of themselves; 503
   * with the parts that are not.
   */
  @GetMapping("/readyz")
  ResponseEntity<Envelope<?>> ready() {
    var missing = new TreeMap<String, Object>();
    var remarks = new TreeMap<String, Object>();
    for (String component : readiness.components()) {
      var answer = readiness.of(component);
      if (!answer.isReady()) {
        missing.put(component, answer.remarks());
      } else if (answer.hasRemarks()) {
        remarks.put(component, answer.remarks());
      }
    }
    if (missing.isEmpty()) {
      return ResponseEntity.ok(Envelope.ok(Map.of("status", "ready", "components", remarks)));
    }
    return ResponseEntity.status(503)
        .header("Retry-After", "1")
        .body(Envelope.failure("Not ready", Map.of("detail", "Not ready.", "components", missing)));
  }

  @Hidden
  @GetMapping("/favicon.ico")
  ResponseEntity<Void> favicon() {
    return ResponseEntity.noContent().build();
  }
}

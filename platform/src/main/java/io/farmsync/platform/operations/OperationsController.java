package io.farmsync.platform.operations;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What operators and load balancers ask. */
@RestController
@Access(Access.Policy.PUBLIC)
class OperationsController {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;
  private final Map<String, HealthIndicator> indicators;

  OperationsController(PrometheusMeterRegistry meters, Map<String, HealthIndicator> indicators) {
    this.meters = meters;
    this.indicators = indicators;
  }

  @Hidden
  @GetMapping(path = "/metrics")
  ResponseEntity<String> metrics() {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(PROMETHEUS_TEXT))
        .body(meters.scrape("text/plain"));
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
    indicators.forEach((bean, indicator) -> {
      String name = bean.replace("HealthIndicator", "");
      var health = indicator.health();
      if (health == null) {
        missing.put(name, "unknown");
      } else if (!Status.UP.equals(health.getStatus())) {
        missing.put(name, health.getDetails());
      } else if (!health.getDetails().isEmpty()) {
        remarks.put(name, health.getDetails());
      }
    });
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

package io.farmsync.platform.operations;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
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
  private final HealthEndpoint health;

  OperationsController(PrometheusMeterRegistry meters, HealthEndpoint health) {
    this.meters = meters;
    this.health = health;
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

  /** Database, Kafka, credentials and state stores are there; 503 with the parts that are not. */
  @GetMapping("/readyz")
  ResponseEntity<Envelope<?>> ready() {
    var descriptor = health.health();
    if (Status.UP.equals(descriptor.getStatus())) {
      return ResponseEntity.ok(Envelope.ok(Map.of("status", "ready")));
    }
    return ResponseEntity.status(503)
        .header("Retry-After", "1")
        .body(
            Envelope.failure(
                "Not ready", Map.of("detail", "Not ready.", "components", notUp(descriptor))));
  }

  @Hidden
  @GetMapping("/favicon.ico")
  ResponseEntity<Void> favicon() {
    return ResponseEntity.noContent().build();
  }

  private static Map<String, Object> notUp(HealthDescriptor descriptor) {
    var parts = new TreeMap<String, Object>();
    if (descriptor instanceof CompositeHealthDescriptor composite
        && composite.getComponents() != null) {
      composite
          .getComponents()
          .forEach((name, part) -> {
            if (!Status.UP.equals(part.getStatus())) {
              parts.put(name, reason(part));
            }
          });
    }
    return parts;
  }

  private static Object reason(HealthDescriptor part) {
    return part instanceof IndicatedHealthDescriptor known && known.getDetails() != null
        ? known.getDetails()
        : part.getStatus().getCode();
  }
}

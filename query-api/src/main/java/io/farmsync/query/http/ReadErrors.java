package io.farmsync.query.http;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.freshness.ViewUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A view that cannot answer is a 503 to come back from, not a fault. */
@RestControllerAdvice(basePackages = "io.farmsync.query")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ReadErrors {

  private static final Logger log = LoggerFactory.getLogger(ReadErrors.class);
  private static final long RETRY_AFTER_SECONDS = 1;

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> notReady(ViewUnavailable e) {
    log.debug("a read found its view unavailable", e);
    var refusal = Refusal.unavailable("The data is being loaded; try again.", RETRY_AFTER_SECONDS);
    var headers = new HttpHeaders();
    refusal.headers().forEach(headers::set);
    headers.setContentType(MediaType.APPLICATION_JSON);
    return new ResponseEntity<>(
        Envelope.failure(refusal.message(), refusal.errors()), headers, refusal.status());
  }
}

package io.farmsync.query.http;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.freshness.VersionNotYet;
import io.farmsync.query.freshness.ViewUnavailable;
import java.util.Map;
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
    return answer(Refusal.unavailable("The data is being loaded; try again.", RETRY_AFTER_SECONDS));
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> notYet(VersionNotYet e) {
    var errors =
        Map.of(
            "detail", "The version asked for is not readable yet; try again.",
            "code", "version_not_yet");
    return answer(
        new Refusal(
            503,
            "Service unavailable",
            errors,
            Map.of(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER_SECONDS))));
  }

  private static ResponseEntity<Envelope<Void>> answer(Refusal refusal) {
    var headers = new HttpHeaders();
    refusal.headers().forEach(headers::set);
    headers.setContentType(MediaType.APPLICATION_JSON);
    return new ResponseEntity<>(
        Envelope.failure(refusal.message(), refusal.errors()), headers, refusal.status());
  }
}

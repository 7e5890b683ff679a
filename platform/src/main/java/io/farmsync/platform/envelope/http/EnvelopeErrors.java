package io.farmsync.platform.envelope.http;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * The one table from failure to answer. What is not in it is a 500 that is logged, counted and says
 * nothing inside.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class EnvelopeErrors {

  private static final Logger log = LoggerFactory.getLogger(EnvelopeErrors.class);

  private final MeterRegistry meters;

  EnvelopeErrors(MeterRegistry meters) {
    this.meters = meters;
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> refused(Refusal refusal) {
    var headers = new HttpHeaders();
    refusal.headers().forEach(headers::set);
    return answer(refusal.status(), refusal.message(), refusal.errors(), headers);
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> unknownPath(NoResourceFoundException e) {
    return answer(404, "Not found", Map.of("detail", "Not found."), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> wrongMethod(HttpRequestMethodNotSupportedException e) {
    var headers = new HttpHeaders();
    var allowed = e.getSupportedHttpMethods();
    if (allowed != null) {
      headers.setAllow(new LinkedHashSet<HttpMethod>(allowed));
    }
    return answer(
        405,
        "Method not allowed",
        Map.of("detail", "Method \"" + e.getMethod() + "\" not allowed."),
        headers);
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> wrongMediaType(HttpMediaTypeNotSupportedException e) {
    return answer(
        415,
        "Unsupported media type",
        Map.of("detail", "Unsupported media type; send application/json."),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> unreadable(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refused(refusal); // a body that grew over its limit while it was parsed
      }
    }
    return refused(Refusal.malformed("The request body is not valid JSON."));
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> missingParameter(MissingServletRequestParameterException e) {
    return refused(Refusal.invalid(e.getParameterName(), "This parameter is required."));
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> wrongType(MethodArgumentTypeMismatchException e) {
    return refused(Refusal.invalid(Map.of(e.getName(), List.of("Not a valid value."))));
  }

  @ExceptionHandler
  void clientLeft(AsyncRequestNotUsableException e) {
    log.debug("client left before the answer was written", e);
  }

  @ExceptionHandler
  ResponseEntity<Envelope<Void>> unexpected(Exception e) {
    if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
      String detail = String.valueOf(response.getBody().getDetail());
      return answer(
          response.getStatusCode().value(),
          "Bad request",
          Map.of("detail", detail),
          new HttpHeaders());
    }
    log.error("request failed unexpectedly", e);
    meters
        .counter("http_unexpected_errors_total", "exception", e.getClass().getSimpleName())
        .increment();
    return answer(500, "Internal server error", null, new HttpHeaders());
  }

  private static ResponseEntity<Envelope<Void>> answer(
      int status, String message, @Nullable Map<String, ?> errors, HttpHeaders headers) {
    headers.setContentType(
        MediaType.APPLICATION_JSON); // also where the route would answer with a picture
    return new ResponseEntity<>(Envelope.failure(message, errors), headers, status);
  }
}

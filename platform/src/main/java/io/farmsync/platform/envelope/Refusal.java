package io.farmsync.platform.envelope;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not served, with the answer it gets. Thrown by controllers; one handler turns
 * it into an envelope. It is an answer, not a fault: it carries no stack trace.
 */
public final class Refusal extends RuntimeException {

  private final int status;
  private final transient @Nullable Map<String, ?> errors;
  private final transient Map<String, String> headers;

  public Refusal(
      int status, String message, @Nullable Map<String, ?> errors, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  /** 400 with errors by field, mirroring the payload's shape. */
  public static Refusal invalid(Map<String, ?> fieldErrors) {
    return new Refusal(400, "Validation failed", fieldErrors, Map.of());
  }

  /** 400 for one field. */
  public static Refusal invalid(String field, String problem) {
    return invalid(Map.of(field, List.of(problem)));
  }

  /** 400 for the request as a whole. */
  public static Refusal malformed(String detail) {
    return new Refusal(400, "Bad request", Map.of("detail", detail), Map.of());
  }

  /** 401; {@code code} may be null. */
  public static Refusal unauthenticated(String detail, @Nullable String code) {
    return new Refusal(
        401, detail, detail(detail, code), Map.of("WWW-Authenticate", "Bearer realm=\"api\""));
  }

  /** 403 with a code. */
  public static Refusal forbidden(String detail, String code) {
    return new Refusal(403, detail, detail(detail, code), Map.of());
  }

  /** 404; the same for what is not there and what is not yours. */
  public static Refusal notFound(String detail) {
    return new Refusal(404, detail, detail(detail, null), Map.of());
  }

  /** 409 with a code. */
  public static Refusal conflict(String detail, String code) {
    return new Refusal(409, detail, detail(detail, code), Map.of());
  }

  /** 413. */
  public static Refusal tooLarge(long limitBytes) {
    String detail = "The request body is larger than " + limitBytes + " bytes.";
    return new Refusal(413, "Payload too large", detail(detail, "payload_too_large"), Map.of());
  }

  /**
   * 429.
   *
   * @param waitSeconds whole seconds until it may work again, at least 1
   */
  public static Refusal tooMany(long waitSeconds) {
    long wait = Math.max(1, waitSeconds);
    var errors = new LinkedHashMap<String, Object>();
    errors.put("detail", "Request was throttled. Expected available in " + wait + " seconds.");
    errors.put("wait", wait);
    return new Refusal(
        429, "Too Many Requests", errors, Map.of("Retry-After", Long.toString(wait)));
  }

  /** 503: a dependency is not ready; the client should come again. */
  public static Refusal unavailable(String detail, long retryAfterSeconds) {
    return new Refusal(
        503,
        "Service unavailable",
        detail(detail, null),
        Map.of("Retry-After", Long.toString(Math.max(1, retryAfterSeconds))));
  }

  public int status() {
    return status;
  }

  /** The text for people. */
  public String message() {
    return String.valueOf(getMessage());
  }

  public @Nullable Map<String, ?> errors() {
    return errors;
  }

  public Map<String, String> headers() {
    return headers;
  }

  private static Map<String, Object> detail(String detail, @Nullable String code) {
    var errors = new LinkedHashMap<String, Object>();
    errors.put("detail", detail);
    if (code != null) {
      errors.put("code", code);
    }
    return errors;
  }
}

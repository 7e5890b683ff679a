package io.farmsync.platform.envelope;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every JSON answer, errors included. The five members are always there.
 *
 * @param status 0 for success, 1 for failure
 * @param message short text for people
 * @param data the payload, null on failure
 * @param errors what was wrong, by field or under {@code detail} and {@code code}; null on success
 * @param requestId the answer's {@code X-Request-ID}; filled in when the answer is written
 */
public record Envelope<T>(
    int status,
    String message,
    @Nullable T data,
    @Nullable Map<String, ?> errors,
    @Nullable String requestId) {

  public static <T> Envelope<T> ok(T data) {
    return ok("OK", data);
  }

  public static <T> Envelope<T> ok(String message, T data) {
    return new Envelope<>(0, message, data, null, null);
  }

  public static Envelope<Void> failure(String message, @Nullable Map<String, ?> errors) {
    return new Envelope<>(1, message, null, errors, null);
  }

  public Envelope<T> withRequestId(String id) {
    return new Envelope<>(status, message, data, errors, id);
  }
}

package io.farmsync.weather.upstream;

import io.farmsync.schemas.WeatherAnswer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why an upstream gave no usable answer. The code, not the exception class, decides what follows.
 */
public final class UpstreamException extends Exception {

  private static final long serialVersionUID = 1L;

  private final WeatherAnswer.Code code;
  private final int status;
  private final @Nullable Instant retryAt;
  private final boolean perhapsOnePart;

  private UpstreamException(
      WeatherAnswer.Code code,
      int status,
      String message,
      @Nullable Instant retryAt,
      boolean perhapsOnePart,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.status = status;
    this.retryAt = retryAt;
    this.perhapsOnePart = perhapsOnePart;
  }

  static UpstreamException of(WeatherAnswer.Code code, String message, @Nullable Throwable cause) {
    return new UpstreamException(code, 0, message, null, false, cause);
  }

  static UpstreamException of(
      WeatherAnswer.Code code, int status, String message, @Nullable Instant retryAt) {
    return new UpstreamException(
        code, status, message, retryAt, status == 400 || status == 414, null);
  }

  static UpstreamException paused(String message, Instant retryAt) {
    return new UpstreamException(WeatherAnswer.Code.PAUSED, 0, message, retryAt, false, null);
  }

  static UpstreamException unreadable(UnreadableException cause) {
    return new UpstreamException(
        WeatherAnswer.Code.UNREADABLE,
        200,
        String.valueOf(cause.getMessage()),
        null,
        cause.perhapsOnePart(),
        cause);
  }

  public WeatherAnswer.Code code() {
    return code;
  }

  /** Not before this instant, where the upstream or our own quota says so. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  /** True if a question for several places may have failed for one of them only. */
  public boolean perhapsOnePart() {
    return perhapsOnePart;
  }

  /** As it goes on the wire. */
  public WeatherAnswer.Failure asFailure() {
    return new WeatherAnswer.Failure(code, String.valueOf(getMessage()), retryAt);
  }

  /** The same, but not to be tried again before another instant. */
  UpstreamException until(Optional<Instant> another) {
    return new UpstreamException(
        code, status, String.valueOf(getMessage()), another.orElse(retryAt), perhapsOnePart, this);
  }

  /** True if the same question may be answered a moment later. */
  boolean passes() {
    return switch (code) {
      case UNREACHABLE, TIMEOUT, THROTTLED, SERVER_ERROR -> true;
      case REFUSED, UNREADABLE, PAUSED -> false;
    };
  }

  /** True if it speaks against the upstream and not against what it was asked. */
  boolean countsAgainstUpstream() {
    return switch (code) {
      case UNREACHABLE, TIMEOUT, THROTTLED, SERVER_ERROR -> true;
      case UNREADABLE -> !perhapsOnePart;
      case REFUSED -> status == 401 || status == 403;
      case PAUSED -> false;
    };
  }
}

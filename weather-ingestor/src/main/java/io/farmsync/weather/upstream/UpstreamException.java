package io.farmsync.weather.upstream;

import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherAnswer.Code;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why an upstream gave no usable answer. The code, not the exception class, decides what follows.
 */
public final class UpstreamException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Code code;
  private final @Nullable Instant retryAt;
  private final boolean perhapsOnePart;

  private UpstreamException(
      Code code,
      String message,
      @Nullable Instant retryAt,
      boolean perhapsOnePart,
      Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryAt = retryAt;
    this.perhapsOnePart = perhapsOnePart;
  }

  static UpstreamException of(String provider, UpstreamFailure failure) {
    boolean perhapsOnePart =
        failure.getCause() instanceof UnreadableException unreadable
            ? unreadable.perhapsOnePart()
            : failure.status().orElse(0) == 400 || failure.status().orElse(0) == 414;
    return new UpstreamException(
        codeOf(failure),
        provider + ": " + failure.getMessage(),
        failure.retryAt().orElse(null),
        perhapsOnePart,
        failure);
  }

  static UpstreamException stopped(String provider, Throwable cause) {
    return new UpstreamException(
        Code.UNREACHABLE, "stopped while asking " + provider, null, false, cause);
  }

  static Code codeOf(UpstreamFailure failure) {
    if (failure.getCause() instanceof UnreadableException) {
      return Code.UNREADABLE;
    }
    return switch (failure.kind()) {
      case UNREACHABLE -> Code.UNREACHABLE;
      case TIMED_OUT -> Code.TIMEOUT;
      case THROTTLED -> Code.THROTTLED;
      case SERVER_ERROR -> Code.SERVER_ERROR;
      case LEFT_ALONE -> Code.PAUSED;
      case WAF_BLOCKED -> Code.UNREADABLE;
      case BAD_ANSWER -> failure.status().isPresent() ? Code.REFUSED : Code.UNREADABLE;
      case AUTH_FAILED, INVALID_REQUEST, NOT_FOUND, REFUSED -> Code.REFUSED;
    };
  }

  public Code code() {
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
}
